-- Commands that write one row by itself: a note, a task, a file, that a record is removed. There is nothing to merge; all else is as in
-- change-record.sql.

create or replace function command_single(p_begun jsonb, p_slot text, p_table name, p_verb text, p_row bigint, p_was jsonb, p_values jsonb)
returns jsonb
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
declare
  record_id bigint := (p_begun ->> 'entity')::bigint;
  form bigint := (select record_form(entity_type_hid) from entity join entity_type on entity_type_id = entity_type
    where entity_id = record_id);
  sent packet;
  replies batch_reply[];
  stated batch_statement[];
  number bigint := nextval('change_change_id_seq');
  writes jsonb;
begin
  perform must_be_login('satchel_import');
  perform lock_records(array[form], array[record_id]);
  sent := command_packet(p_begun, form, case when p_was is null then '{}' else jsonb_build_object(p_slot, p_was) end);
  replies := command_replies(sent, encode(sha256(convert_to(p_slot || p_values::text, 'UTF8')), 'hex'));
  stated := array[row(1, 1, p_slot, p_values, null, p_values, p_was, p_was, true, true, p_was,
    case when p_was = p_values then 'same' else 'applied' end, null, p_verb, number)::batch_statement];
  replies := note_replies(replies, stated);
  perform note_statements(replies, stated);
  update change set change_table = p_table, change_row = p_row where change_id = number;
  perform acting_for_replies(array[replies[1].reply]);
  writes := case when p_was = p_values then '[]' else jsonb_build_array(jsonb_build_object('change', number, 'table', p_table,
    'entity', record_id, 'verb', p_verb, 'row', p_row, 'own', p_row = record_id, 'defaults', '{}'::jsonb, 'reply', replies[1].reply,
    'stage', 0, 'fields', (
      select coalesce(jsonb_agg(jsonb_build_object('name', key, 'column', key, 'value', value, 'domain', (
        select meta_fields_value from meta_fields where meta_fields_table = p_table and meta_fields_field = key
          and meta_fields_attribute = 'domain'))), '[]') from jsonb_each_text(p_values)))) end;
  perform state_writes(null, writes);
  return jsonb_build_object('change', number, 'writes', writes,
    'told', jsonb_build_array(jsonb_build_object('outcome', jsonb_build_object('case', 'new', 'reply', replies[1].reply))));
end $$;
comment on function command_single(jsonb, text, name, text, bigint, jsonb, jsonb) is
  'Writes down what a command states of one row, {column: value}, and what it was: {change, writes, told}';

create or replace function command_lock(p_begun jsonb) returns void
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_import');
  perform lock_records(array[(select record_form(entity_type_hid) from entity join entity_type on entity_type_id = entity_type
    where entity_id = (p_begun ->> 'entity')::bigint)], array[(p_begun ->> 'entity')::bigint]);
end $$;
comment on function command_lock(jsonb) is 'Locks the record of a command before what stands there is read';

create or replace function command_record(p_begun jsonb, p_record text, p_gone boolean default false) returns jsonb
language plpgsql volatile security invoker set search_path = public, pg_temp
as $$
declare
  found bigint;
  removed timestamptz;
begin
  if p_begun ? 'problem' then
    return p_begun;
  end if;
  perform set_config('role', p_begun ->> 'role', true);
  found := seen_entity(p_record);
  removed := (select entity_deleted from entity where entity_id = found);
  perform set_config('role', 'none', true);
  return case when found is null then '{"problem": "entity/not-seen"}'
    when removed is not null and not p_gone then '{"problem": "record/removed"}'
    else p_begun || jsonb_build_object('entity', found, 'removed', removed) end;
end $$;
comment on function command_record(jsonb, text, boolean) is
  'Who gives a command, with the record that it is about, as far as they see it; one that was removed only where that is asked for';
