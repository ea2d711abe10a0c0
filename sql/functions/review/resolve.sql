-- The steps of resolve_change: a person decides on a held change.

create or replace function mended_fault(p_held change, p_form bigint, p_value jsonb) returns text
language plpgsql stable security definer set search_path = public, pg_temp
as $$
declare
  field form_field;
  collection text := split_part(p_held.change_slot, '/', 2);
begin
  if p_held.change_slot like 'row/%' then
    return case when p_value = 'null' then null when not names_only(p_form, 'row', collection, p_value) then 'not-in-form'
      else row_fault(p_form, collection, p_value) end;
  elsif p_held.change_slot like 'report/%' and not is_part(p_held.change_slot) then
    return null;
  end if;
  select * into field from form_field where form_field_form = p_form and case when is_part(p_held.change_slot)
    then form_field_place = 'report' and form_field_name = split_part(p_held.change_slot, '/', 3)
    else form_field_place = 'field' and form_field_name = collection end;
  return case when field.form_field_id is null then 'not-in-form' else value_fault(field, p_value #>> '{}') end;
end $$;
comment on function mended_fault(change, bigint, jsonb) is 'Why the slot of a held change cannot hold a value; null where it can';

create or replace function resolve_begin(p_change bigint, p_stamp text, p_accepts boolean default false, p_mended jsonb default null)
  returns jsonb
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  held change;
  sent packet;
  state jsonb;
  asked jsonb;
begin
  if not is_office() then
    raise exception 'held changes are for the office' using errcode = '42501';
  end if;
  if exists (select from acting where acting_work = (select current_work())) then
    raise exception 'resolve_change settles held changes' using errcode = '42501';
  end if;
  select p.* into sent from packet p join change on change_packet = packet_id where change_id = p_change for update of p;
  select * into held from change where change_id = p_change for update;
  if held.change_id is null or held.change_outcome <> 'held' then
    return '{"problem": "change/not-held"}';
  end if;
  perform lock_records(array[sent.packet_form], array[held.change_entity]);
  state := slot_state(held);
  if p_stamp is distinct from change_stamp(p_change, state -> 'value') then
    return '{"problem": "change/stale"}';
  end if;
  if p_accepts then
    if is_part(held.change_slot)
      and (state -> 'row' = 'null' or not exists (select from activity where activity_id = (state ->> 'row')::bigint)) then
      return '{"problem": "change/no-report"}';
    elsif p_mended is null and sent.packet_kind <> 'load' and held.change_doubt is not null
      and mended_fault(held, sent.packet_form, counted_value(held)) is not null then
      return '{"problem": "change/value-needed"}';
    elsif p_mended is not null and (held.change_slot like 'report/%' and not is_part(held.change_slot)
      or mended_fault(held, sent.packet_form, p_mended) is not null) then
      return '{"problem": "change/value-wrong"}';
    end if;
  end if;
  update change set change_current = state -> 'value', change_row = (state ->> 'row')::bigint,
    change_mended = case when p_accepts then coalesce(p_mended, case when is_part(change_slot) then counted_value(change) end,
      change_mended) else change_mended end
  where change_id = p_change returning * into held;
  perform acting_for(held.change_reply, p_change);
  asked := record_asked(p_change);
  return slot_write(p_change, case
    when held.change_slot like 'field/%' or is_part(held.change_slot) or related_record(sent.packet_id, held.change_slot) is not null
      then 'update'
    when counted_value(held) = 'null' then 'delete'
    when state -> 'row' = 'null' or state -> 'value' = 'null' then 'insert'
    else 'update' end, null) || case when asked is null then '{}' else jsonb_build_object('asked', asked) end;
end $$;

create or replace function row_normal(p_change change, p_row bigint) returns jsonb
language sql stable security definer set search_path = public, pg_temp
as $$
  select normal_slot(form_types(packet_form), p_change.change_slot,
    read_slots(packet_form, p_change.change_entity)
      -> concat_ws('/', 'row', split_part(p_change.change_slot, '/', 2), row_prefix(p_change.change_table) || p_row))
  from packet where packet_id = p_change.change_packet and p_change.change_slot like 'row/%'
$$;
comment on function row_normal(change, bigint) is
  'What a row of a held change holds in normal form: once it is written, its slot may be looked for in another row that it once stood in';

create or replace function resolve_end(p_change bigint, p_decision text, p_note text, p_row bigint) returns jsonb
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  settled change;
begin
  if not is_office() then
    raise exception 'held changes are for the office' using errcode = '42501';
  end if;
  -- the last step of resolve_change, never a way of its own: resolve_begin checked stamp and hold in this transaction
  perform from acting where acting_work = (select current_work()) and acting_change = p_change;
  if not found or p_decision = 'accepted' and p_row is null then
    raise exception 'resolve_change settles held changes' using errcode = '42501';
  end if;
  update change set change_decision = p_decision, change_decider = acting_role(), change_decided = clock_timestamp(),
    change_note = nullif(btrim(p_note), ''), change_row = coalesce(p_row, change_row),
    change_outcome = case p_decision when 'accepted' then 'applied' else 'refused' end,
    change_reason = case p_decision when 'accepted' then 'accepted-by-office' else 'refused-by-office' end
  where change_id = p_change and change_outcome in ('held', 'same')
  returning * into settled;
  if p_decision = 'accepted' and (settled.change_slot not like 'report/%' or is_part(settled.change_slot))
    and (select state -> 'normal' <> state -> 'wanted' and row_normal(settled, p_row) is distinct from state -> 'wanted'
      from slot_state(settled) state) then
    -- begun and ended by hand, with nothing written in between
    raise exception 'resolve_change settles held changes' using errcode = '42501';
  end if;
  if p_decision = 'accepted' and settled.change_doubt is not null and not is_part(settled.change_slot)
    and not (select coalesce(reply_apart(reply_held_reason), false) from reply where reply_id = settled.change_reply) then
    -- put right, it is what the packet last got in
    update change set change_taken = false where change_packet = settled.change_packet
      and change_slot = settled.change_slot and change_taken;
    update change set change_taken = true where change_id = p_change;
  end if;
  -- statements beside a report go where the report goes
  update change set change_row = part_row(change_packet, change_slot),
    change_outcome = case p_decision when 'accepted' then change_outcome else 'refused' end,
    change_reason = case p_decision when 'accepted' then change_reason else 'refused-by-office' end
  where change_reply = settled.change_reply and change_outcome = 'held' and is_part(change_slot)
    and starts_with(change_slot, settled.change_slot || '/');
  update reply set reply_status = reply_result(reply_id) where reply_id = settled.change_reply;
  delete from acting where acting_work = (select current_work());
  return reply_outcome(settled.change_reply);
end $$;
