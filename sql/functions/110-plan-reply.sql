-- Second half before the role switch: the merge table. For every slot that the reply states, and every slot whose order it
-- changes, the highest statement of the packet is judged against what its sender believed (E) and what stands now (T).

create or replace function slot_state(p_change change, p_now jsonb) returns jsonb
language plpgsql stable security definer set search_path = public, pg_temp
as $$
declare
  form bigint := (select packet_form from packet where packet_id = p_change.change_packet);
  place text := split_part(p_change.change_slot, '/', 1);
  known bigint;
  hit record;
begin
  -- T of a slot and the row that holds it: {"value": ..., "row": ...}
  if place = 'field' then
    return jsonb_build_object('value', coalesce(p_now -> p_change.change_slot, 'null'), 'row', p_change.change_entity);
  end if;
  if p_now ? p_change.change_slot then
    return jsonb_build_object('value', p_now -> p_change.change_slot,
      'row', substr(split_part(p_change.change_slot, '/', 3), 2)::bigint);
  end if;
  -- a row that an earlier statement of this packet made keeps its slot
  select change_row into known from change
  where change_packet = p_change.change_packet and change_slot = p_change.change_slot and change_row is not null
  order by change_taken desc, change_id desc limit 1;
  if place = 'report' then
    return jsonb_build_object('row', known, 'value', case when known is null then 'null'
      else coalesce((select value from jsonb_each(read_group(form, 'report', null, known, p_change.change_entity))), 'null') end);
  end if;
  if known is not null then
    return jsonb_build_object('row', known, 'value', coalesce(
      p_now -> ('row/' || split_part(p_change.change_slot, '/', 2) || '/' || row_prefix(p_change.change_table) || known), 'null'));
  end if;
  if split_part(p_change.change_slot, '/', 3) like 'new-%' then
    select substr(split_part(key, '/', 3), 2)::bigint as row, value into hit
    from jsonb_each(p_now)
    where key like 'row/' || split_part(p_change.change_slot, '/', 2) || '/%'
      and row_key(p_change.change_table, normal_slot(form, key, value))
        = row_key(p_change.change_table, normal_slot(form, p_change.change_slot, p_change.change_new))
    order by key limit 1;
    if hit.row is not null then
      return jsonb_build_object('value', hit.value, 'row', hit.row);
    end if;
  end if;
  return '{"value": null, "row": null}';
end $$;
comment on function slot_state(change, jsonb) is 'What stands in a statement''s slot, given read_slots of its record, and in which row';

create or replace function sender_believed(p_taken change, p_snapshot jsonb) returns jsonb
language sql immutable set search_path = public, pg_temp
as $$
  -- E: the packet's own last statement that went in, else what the packet showed
  select case
    when (p_taken).change_id is null then coalesce(p_snapshot, 'null')
    when (p_taken).change_outcome in ('applied', 'same') then (p_taken).change_new
    else (p_taken).change_believed end
$$;

create or replace function judge_slot(
  p_form bigint, p_slot text, p_believed jsonb, p_now jsonb, p_said jsonb, p_hold_reason text) returns text
language sql stable security definer set search_path = public, pg_temp
as $$
  -- lines 4 to 8 of the merge table, in order; lines 1 to 3 were decided before
  select case
    when m = e then 'untouched'
    when m = t then 'same'
    when p_hold_reason is not null then 'held ' || p_hold_reason
    when t = e then 'applied'
    when t = 'null' and p_slot like 'row/%' then 'held row-gone'
    else 'held changed-meanwhile' end
  from (select normal_slot(p_form, p_slot, p_believed) as e, normal_slot(p_form, p_slot, p_now) as t,
    normal_slot(p_form, p_slot, p_said) as m) s
$$;
comment on function judge_slot(bigint, text, jsonb, jsonb, jsonb, text) is
  'The merge rule for one slot: E, T, M and a reason that makes a person necessary, if any. Gives untouched, same, applied, or held REASON';

create or replace function hold_reason(p_reply reply, p_change change, p_form bigint, p_access boolean) returns text
language sql stable security definer set search_path = public, pg_temp
as $$
  -- line 6: what needs a person
  select coalesce((p_reply).reply_held_reason,
    case when not p_access then 'access-lost' end,
    case when (p_change).change_reason = 'damaged-text' then 'damaged-text' end,
    (select case
        when (p_reply).reply_evidence = 'weak' and bool_or(form_field_needs = 'strong') then 'weak-evidence'
        when bool_or(form_field_policy = 'review') then 'needs-review' end
      from form_field where form_field_form = p_form and case split_part((p_change).change_slot, '/', 1)
        when 'field' then form_field_place = 'field' and form_field_name = split_part((p_change).change_slot, '/', 2)
        when 'row' then form_field_place in ('row', 'rows') and form_field_collection = split_part((p_change).change_slot, '/', 2)
        else form_field_place = 'report' end))
$$;

create or replace function plan_reply(p_reply bigint, p_access boolean) returns jsonb
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  sent packet;
  now_slots jsonb;
  mine change;
  writes jsonb := '[]';
  planned jsonb;
begin
  perform must_be_login('satchel_import');
  select p.* into sent from packet p join reply on reply_packet = packet_id where reply_id = p_reply;
  now_slots := read_slots(sent.packet_form, entity_survivor(sent.packet_entity));
  -- The reply's own slots; and those of its draft, whose later sequences may rank higher since this one is known.
  for mine in
    select distinct on (c.change_slot) c.* from change c
    join reply r on r.reply_id = c.change_reply
    where c.change_packet = sent.packet_id and (
      c.change_reply = p_reply
      or r.reply_draft = (select reply_draft from reply where reply_id = p_reply))
    order by c.change_slot, c.change_reply = p_reply desc
  loop
    planned := plan_slot(sent, mine, now_slots, p_reply, p_access);
    if planned is not null then
      writes := writes || planned;
    end if;
  end loop;
  return writes;
end $$;
comment on function plan_reply(bigint, boolean) is 'Decides every slot of a taken reply; returns the writes to be made under the sender''s role';

create or replace function plan_slot(p_sent packet, p_mine change, p_now jsonb, p_reply bigint, p_access boolean) returns jsonb
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  winner change;
  taken change;
  author reply;
  believed jsonb;
  state jsonb;
  verdict text;
begin
  select * into author from reply where reply_id = p_mine.change_reply;
  if reply_apart(author.reply_held_reason) and p_mine.change_outcome <> 'refused' then
    winner := p_mine; -- outside the order of its packet: judged alone, never taken
  else
    select c.* into winner from change c join reply r on r.reply_id = c.change_reply
    where c.change_packet = p_sent.packet_id and c.change_slot = p_mine.change_slot
      and not (c.change_outcome = 'refused' and c.change_decision is null) and not reply_apart(r.reply_held_reason)
    order by reply_rank(r) collate "C" desc limit 1;
  end if;
  if winner.change_id is null then
    return null; -- every statement on this slot was refused
  end if;
  select * into author from reply where reply_id = winner.change_reply;
  select * into taken from change
  where change_packet = p_sent.packet_id and change_slot = p_mine.change_slot and change_taken;
  if winner.change_id = taken.change_id and not (winner.change_outcome = 'held' and winner.change_reason = 'weak-evidence'
    and author.reply_evidence = 'strong') then
    return null; -- line 3: what was taken already ranks above
  end if;
  believed := case when winner.change_id = taken.change_id then taken.change_believed
    else sender_believed(taken, p_sent.packet_snapshot -> p_mine.change_slot) end;
  state := slot_state(winner, p_now);
  verdict := judge_slot(p_sent.packet_form, winner.change_slot, believed, state -> 'value', winner.change_new,
    hold_reason(author, winner, p_sent.packet_form, p_access));
  if not reply_apart(author.reply_held_reason) then
    -- the newer statement replaces the packet's older one, and its hold with it
    update change set change_taken = false,
      change_outcome = case when change_outcome = 'held' then 'superseded' else change_outcome end,
      change_reason = case when change_outcome = 'held' then 'older-than-a-later-reply' else change_reason end
    where change_id = taken.change_id and change_id <> winner.change_id;
  end if;
  update change set change_taken = not reply_apart(author.reply_held_reason), change_believed = believed,
    change_current = state -> 'value', change_row = (state ->> 'row')::bigint,
    change_outcome = split_part(verdict, ' ', 1), change_reason = nullif(split_part(verdict, ' ', 2), '')
  where change_id = winner.change_id;
  return case when verdict = 'applied' then slot_write(winner.change_id) end;
end $$;

create or replace function slot_write(p_change bigint) returns jsonb
language sql stable security definer set search_path = public, pg_temp
as $$
  -- Everything write_slot needs, so that it reads nothing but what it writes.
  select jsonb_build_object('change', change_id, 'table', change_table, 'entity', change_entity, 'row', change_row,
    'verb', case
      when split_part(change_slot, '/', 1) = 'field' then 'update'
      when change_new = 'null' then 'delete'
      when change_row is null or change_current = 'null' then 'insert'
      else 'update' end,
    'own', split_part(change_slot, '/', 1) = 'field',
    'defaults', case when split_part(change_slot, '/', 1) = 'report' then jsonb_build_object(
      'activity_staff', (select staff_id::text from staff where staff_id = packet_recipient),
      'activity_kind', lookup_find('activity-kind', 'call')::text, 'activity_status', 'done') else '{}' end,
    'fields', (
      select jsonb_agg(jsonb_build_object('column', form_field_column, 'domain', form_field_domain,
        'value', case when split_part(change_slot, '/', 1) = 'field' then change_new #>> '{}' else change_new ->> form_field_name end))
      from form_field where form_field_form = packet_form and case split_part(change_slot, '/', 1)
        when 'field' then form_field_place = 'field' and form_field_name = split_part(change_slot, '/', 2)
        when 'row' then form_field_place = 'row' and form_field_collection = split_part(change_slot, '/', 2)
        else form_field_place = 'report' end))
  from change join packet on packet_id = change_packet where change_id = p_change
$$;
comment on function slot_write(bigint) is 'The write that makes a statement true, for write_slot';
