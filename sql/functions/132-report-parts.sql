-- A report is kept value by value: what its table refuses, and what does not fit, waits beside the activity that holds the rest.

create or replace function try_report(p_role text, p_planned jsonb) returns jsonb
language plpgsql security invoker set search_path = public, pg_temp
as $$
declare
  change text := p_planned ->> 'change';
  field jsonb;
  result jsonb;
  row_id jsonb := p_planned -> 'row';
  unfit jsonb := '[]';
begin
  -- the table takes the report, but not with these values: one after the other, so that only the one to blame is left out
  if p_planned ->> 'verb' = 'insert' then
    row_id := try_writes(p_role, jsonb_build_array(p_planned || jsonb_build_object('fields',
      (select jsonb_agg(value || '{"value": null}') from jsonb_array_elements(p_planned -> 'fields')))), '{}') -> change;
  end if;
  if jsonb_typeof(row_id) <> 'number' then
    return jsonb_build_object(change, 'invalid');
  end if;
  for field in select value from jsonb_array_elements(p_planned -> 'fields') loop
    continue when p_planned ->> 'verb' = 'insert' and field -> 'value' = 'null';
    result := try_writes(p_role, jsonb_build_array(p_planned
      || jsonb_build_object('verb', 'update', 'row', row_id, 'fields', jsonb_build_array(field))), '{}') -> change;
    if jsonb_typeof(result) <> 'number' then
      unfit := unfit || jsonb_build_array(field -> 'name');
    end if;
  end loop;
  return jsonb_build_object(change, jsonb_build_object('row', row_id, 'unfit', unfit));
end $$;
comment on function try_report(text, jsonb) is 'Writes a report that its table refused value by value: {change: {row, unfit: [names]}}, or {change: "invalid"}';

create or replace function plan_parts(p_reply bigint) returns void
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  told reply;
  slots text;
  winner bigint;
begin
  -- The values of a report that do not fit follow their report: those of the reply that counts wait, older ones are replaced.
  select * into told from reply where reply_id = p_reply;
  slots := 'report/' || told.reply_draft;
  if not exists (select from change where change_packet = told.reply_packet and change_slot like 'report/%/%' and starts_with(change_slot, slots || '/')) then
    return;
  end if;
  select change_reply into winner from change join (
    select reply_id, reply_apart(reply_held_reason) is true as apart,
      reply_place(reply_evidence = 'strong', max(reply_received) over (order by reply_sequence), reply_sequence, reply_hid) as rank
    from reply where reply_packet = told.reply_packet and reply_draft = told.reply_draft) author on author.reply_id = change_reply
  where change_packet = told.reply_packet and change_slot = slots and not apart and (change_outcome <> 'refused' or change_decision is not null)
  order by rank collate "C" desc limit 1;
  update change set change_taken = false where change_packet = told.reply_packet and starts_with(change_slot, slots || '/') and change_taken;
  update change part set change_row = part_row(part.change_packet, part.change_slot),
    change_taken = not is_apart and change_reply = winner,
    change_outcome = case
      when group_outcome = 'refused' then 'refused'
      when is_apart or change_reply = winner then case when settled then 'same' else 'held' end
      else 'superseded' end,
    change_reason = case
      when group_outcome = 'refused' then group_reason
      when is_apart or change_reply = winner then case when not settled then change_doubt end
      else 'older-than-a-later-reply' end
  from (
    select p.change_id as id, g.change_outcome as group_outcome, g.change_reason as group_reason, reply_apart(reply_held_reason) is true as is_apart,
      exists (select from change known where known.change_packet = p.change_packet and known.change_slot = p.change_slot
        and known.change_new = p.change_new and known.change_decision = 'accepted') as settled
    from change p join reply on reply_id = p.change_reply
    join change g on g.change_reply = p.change_reply and g.change_slot = slots
    where p.change_packet = told.reply_packet and starts_with(p.change_slot, slots || '/')
      and p.change_outcome in ('superseded', 'held')) planned
  where part.change_id = planned.id;
end $$;
comment on function plan_parts(bigint) is 'Decides the values that do not fit of the reports of a reply''s draft';
