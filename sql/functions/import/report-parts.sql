-- A value that does not fit waits for a person, and holds nothing else back: of a report only the value, of a record only the slot.
-- And what a statement says once a person put it right.

create or replace function counted_value(p_one change) returns jsonb
language sql stable security definer set search_path = public, pg_temp
as $$
  -- A correction that a person made once counts for everything of the packet that says the same again, in the same words.
  select case
    when p_one.change_slot like 'report/%' and not is_part(p_one.change_slot) then coalesce(p_one.change_mended, p_one.change_new)
      || coalesce((
      select jsonb_object_agg(split_part(part.change_slot, '/', 3), known.change_mended) from change part
      join change known on known.change_packet = part.change_packet and known.change_slot = part.change_slot
        and known.change_new = part.change_new and known.change_decision = 'accepted'
      where part.change_packet = p_one.change_packet and part.change_reply = p_one.change_reply
        and part.change_slot like p_one.change_slot || '/%'), '{}')
    when p_one.change_mended is not null or p_one.change_doubt is null then coalesce(p_one.change_mended, p_one.change_new)
    else coalesce((select known.change_mended from change known where known.change_packet = p_one.change_packet
      and known.change_slot = p_one.change_slot
      and known.change_new = p_one.change_new and known.change_decision = 'accepted' and known.change_mended is not null limit 1),
        p_one.change_new) end
$$;
comment on function counted_value(change) is 'The value that counts of a statement: as it was given, or as it was put right';

create or replace function is_part(p_slot text) returns boolean
language sql immutable
as $$ select p_slot like 'report/%/%' $$;
comment on function is_part(text) is 'Whether a slot is one value of a report that does not fit, beside the report: report/DRAFT/NAME';

create or replace function doubt_open(p_one change) returns boolean
language sql stable security definer set search_path = public, pg_temp
as $$
  select p_one.change_doubt is not null and p_one.change_decision is null and not exists (select from change known
    where known.change_packet = p_one.change_packet and known.change_slot = p_one.change_slot and known.change_new = p_one.change_new
      and known.change_decision = 'accepted')
$$;
comment on function doubt_open(change) is
  'Whether a value that does not fit waits for a person still: it is no statement that the merge rule could decide';

create or replace function part_row(p_packet bigint, p_slot text) returns bigint
language sql stable security definer set search_path = public, pg_temp
as $$ select max(change_row) from change where change_packet = p_packet and change_slot = regexp_replace(p_slot, '/[^/]+$', '') $$;
comment on function part_row(bigint, text) is 'The row that the report made to which a value belongs; null where it made none';

create or replace function try_report(p_role text, p_planned jsonb) returns jsonb
language plpgsql security invoker set search_path = public, pg_temp
as $$
declare
  change text := p_planned ->> 'change';
  parted jsonb := p_planned || '{"parted": true}';
  field jsonb;
  result jsonb;
  row_id jsonb := p_planned -> 'row';
  unfit jsonb := '{}';
begin
  -- the table takes the report, but not with these values: one after the other, so that only the one to blame is left out
  if p_planned ->> 'verb' = 'insert' then
    row_id := try_writes(p_role, jsonb_build_array(parted || jsonb_build_object('fields',
      (select jsonb_agg(value || '{"value": null}') from jsonb_array_elements(p_planned -> 'fields'))))) -> change;
  end if;
  if jsonb_typeof(row_id) <> 'number' then
    return jsonb_build_object(change, 'invalid');
  end if;
  for field in select value from jsonb_array_elements(p_planned -> 'fields') loop
    continue when p_planned ->> 'verb' = 'insert' and field -> 'value' = 'null';
    result := try_writes(p_role, jsonb_build_array(parted
      || jsonb_build_object('verb', 'update', 'row', row_id, 'fields', jsonb_build_array(field)))) -> change;
    if jsonb_typeof(result) <> 'number' then
      unfit := unfit || jsonb_build_object(field ->> 'name', case when is_unfit(result #>> '{}') then result else '"invalid"' end);
    end if;
  end loop;
  return jsonb_build_object(change, jsonb_build_object('row', row_id, 'unfit', unfit));
end $$;
comment on function try_report(text, jsonb) is
  'Writes a report that its table refused value by value: {change: {row, unfit: {name: reason}}}, or {change: "invalid"}';

create or replace function plan_doubts(p_packet bigint) returns void
language sql security definer set search_path = public, pg_temp
as $$
  -- Values that do not fit stand outside the merge rule: what fits is the same in any order, whether they came or not. One waits as long
  -- as nothing of its packet ranks higher in its slot; a value of a report follows the report.
  with author as (
    select reply_id as id, reply_apart(reply_held_reason) is true as apart, reply_place(reply_evidence = 'strong',
      max(reply_received) over (partition by reply_draft order by reply_sequence), reply_sequence, reply_hid) collate "C" as rank
    from reply where reply_packet = p_packet),
  planned as (
    select c.change_id as id, part, own.change_outcome as own_outcome, own.change_reason as own_reason,
      part and not doubt_open(c) as settled,
      not author.apart and exists (select from change rival join author ranked on ranked.id = rival.change_reply
        where rival.change_packet = p_packet and rival.change_slot = case when part then own.change_slot else c.change_slot end
          and not ranked.apart and ranked.rank > author.rank
            and (rival.change_outcome <> 'refused' or rival.change_decision is not null)) as replaced
    from change c join author on author.id = c.change_reply cross join lateral (select is_part(c.change_slot) as part) p
    left join change own on part and own.change_reply = c.change_reply and own.change_slot = regexp_replace(c.change_slot, '/[^/]+$', '')
    where c.change_packet = p_packet and c.change_doubt is not null and c.change_decision is null
      and c.change_outcome in ('superseded', 'held')
      and (part or doubt_open(c)))
  update change set change_row = case when part then part_row(change_packet, change_slot) else change_row end,
    change_outcome = case when own_outcome = 'refused' then 'refused' when replaced then 'superseded'
      when settled then 'same' else 'held' end,
    change_reason = case when own_outcome = 'refused' then own_reason when replaced then 'older-than-a-later-reply'
      when not settled then change_doubt end
  from planned where change_id = planned.id
$$;
comment on function plan_doubts(bigint) is
  'Decides the values of a packet that do not fit: which wait for a person, and which a later reply replaces';
