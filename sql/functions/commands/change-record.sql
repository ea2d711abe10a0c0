-- A command of a member of staff changes a record as a reply would: a packet that is never sent, a reply, a statement for each slot, the
-- merge rule, and the writes under their own role, in one transaction. SECURITY INVOKER, because SET ROLE cannot stand in a definer
-- function; the login is that of the import, whose writes are compared with what was stated (stated_keep).

create or replace function command_write(p_role text, p_writes jsonb) returns jsonb
language plpgsql volatile security invoker set search_path = public, pg_temp
as $$
declare
  results jsonb;
  fault text;
begin
  -- no exception is caught: what the database refuses ends the command as a whole, and nothing of it was written
  perform set_config('role', p_role, true);
  results := write_rows(p_writes);
  set constraints all immediate;
  perform set_config('role', 'none', true);
  select value #>> '{}' into fault from jsonb_each(results) where jsonb_typeof(value) = 'string' limit 1;
  if fault is not null then
    raise exception 'this record may be seen, and not changed' using errcode = '42501';
  end if;
  return results;
end $$;
comment on function command_write(text, jsonb) is 'Makes the writes of a command under a role, all or none: {change: row}';

create or replace function command_begin(p_staff text) returns jsonb
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_import');
  return coalesce((
    select jsonb_build_object('staff', staff_id, 'role', staff_login) from staff where staff_hid = lower(p_staff) and staff_active),
    '{"problem": "staff/not-known"}');
end $$;
comment on function command_begin(text) is 'Who gives a command: {staff, role}';

create or replace function command_packet(p_begun jsonb, p_form bigint, p_shown jsonb) returns packet
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  made packet;
begin
  -- it expires as it is made, and no token answers it
  insert into packet (packet_hid, packet_kind, packet_entity, packet_recipient, packet_role, packet_mailto, packet_form,
    packet_language, packet_epoch, packet_version, packet_snapshot, packet_issued, packet_expires, packet_creator)
  select regexp_replace(upper(left(md5(gen_random_uuid()::text), 12)), '(....)(....)(....)', '\1-\2-\3'), 'edit', entity_id, staff_id,
    staff_login, staff_email, p_form, staff_language, instance_epoch, entity_version, p_shown, clock_timestamp(),
    clock_timestamp() + interval '1 microsecond', session_user
  from entity, staff, instance where staff_id = (p_begun ->> 'staff')::bigint and entity_id = (p_begun ->> 'entity')::bigint
  returning * into made;
  return made;
end $$;
comment on function command_packet(jsonb, bigint, jsonb) is 'The packet that stands for what a member of staff had before them';

create or replace function command_replies(p_packet packet, p_digest text) returns batch_reply[]
language sql stable security definer set search_path = public, pg_temp
as $$
  select array[jsonb_populate_record(null::batch_reply, jsonb_build_object('place', 1, 'packet', p_packet.packet_id,
    'form', p_packet.packet_form, 'kind', p_packet.packet_kind, 'entity', p_packet.packet_entity, 'role', p_packet.packet_role,
    'access', true, 'is_plain', false, 'is_copy', false, 'is_link', false, 'is_late', false, 'hid', 'command-' || p_packet.packet_hid,
    'draft', 'command', 'sequence', 1, 'received', clock_timestamp(), 'evidence', 'strong', 'sealed', false, 'confirms', false,
    'digest', p_digest, 'outcome', 'new', 'is_first', true))]
$$;
comment on function command_replies(packet, text) is 'The reply that a command is to its packet, as a batch takes it';

create or replace function command_statements(p_packet packet, p_said jsonb) returns batch_statement[]
language sql stable security definer set search_path = public, pg_temp
as $$
  select array_agg(row(1, nth, slot, value, null, normal_slot(types, slot, value),
    normal_slot(types, slot, p_packet.packet_snapshot -> slot), p_packet.packet_snapshot -> slot, true, true, null, null, null, null,
    null)::batch_statement order by nth)
  from (select nth, (value ->> 'slot') || case when value ->> 'slot' ~ '/new-[^/]*$' then '/command' else '' end as slot,
      coalesce(value -> 'value', 'null') as value
    from jsonb_array_elements(p_said) with ordinality s (value, nth)) said, form_types(p_packet.packet_form) types
$$;
comment on function command_statements(packet, jsonb) is 'What a command states, as a batch takes it';

create or replace function command_take(p_begun jsonb, p_shown jsonb, p_said jsonb) returns jsonb
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
declare
  form bigint := (select record_form(entity_type_hid) from entity join entity_type on entity_type_id = entity_type
    where entity_id = (p_begun ->> 'entity')::bigint);
  sent packet;
  replies batch_reply[];
  stated batch_statement[];
  writes jsonb;
begin
  perform must_be_login('satchel_import');
  -- from here on commands and replies to this record go one after the other
  perform lock_records(array[form], array[(p_begun ->> 'entity')::bigint]);
  sent := command_packet(p_begun, form, p_shown);
  replies := command_replies(sent, encode(sha256(convert_to(p_said::text, 'UTF8')), 'hex'));
  stated := merge_wave(replies, command_statements(sent, p_said), wave_standing(replies));
  replies := note_replies(replies, stated);
  perform note_statements(replies, stated);
  perform acting_for_replies(array[replies[1].reply]);
  writes := plain_writes(replies, stated) || planned_writes(replies, stated);
  perform state_writes(null, writes);
  return jsonb_build_object('writes', coalesce((select jsonb_agg(w order by nth) from jsonb_array_elements(writes)
      with ordinality e (w, nth) where w ->> 'verb' <> 'met'), '[]'),
    'told', jsonb_build_array(jsonb_build_object('outcome', jsonb_build_object('case', 'new', 'reply', replies[1].reply))));
end $$;
comment on function command_take(jsonb, jsonb, jsonb) is 'Decides what a command states and writes it down: {writes, told}, as take_wave';

create or replace function command_end(p_told jsonb, p_results jsonb) returns jsonb
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
declare
  author bigint := (p_told -> 0 -> 'outcome' ->> 'reply')::bigint;
begin
  perform must_be_login('satchel_import');
  perform end_wave(p_told, p_results);
  return (select jsonb_build_object('status', reply_status, 'packet', packet_hid, 'hid', record_hid(packet_entity),
      'name', (select entity_name from entity where entity_id = packet_entity), 'slots', (
      select coalesce(jsonb_agg(jsonb_build_object('slot', slot_name(change_slot), 'outcome', change_outcome, 'reason', change_reason,
        'current', change_current, 'wanted', change_new, 'row', change_row) order by change_id), '[]')
      from change where change_reply = reply_id))
    from reply join packet on packet_id = reply_packet where reply_id = author);
end $$;
comment on function command_end(jsonb, jsonb) is
  'Ends a command as end_wave ends a wave: {status, packet, hid, name, slots: [{slot, outcome, reason, current, wanted, row}]}';
