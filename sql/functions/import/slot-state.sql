-- The value in the slot of one statement, and the write that makes the statement true.

create or replace function slot_state(p_change change) returns jsonb
language plpgsql stable security definer set search_path = public, pg_temp
as $$
declare
  sent packet;
  types jsonb;
  now_raw jsonb;
  now_normal jsonb;
  mates merge_statement[];
  one merge_statement;
  at record;
  part text;
  part_of bigint;
  other bigint;
begin
  select * into sent from packet where packet_id = p_change.change_packet;
  types := form_types(sent.packet_form);
  if is_part(p_change.change_slot) then
    part := split_part(p_change.change_slot, '/', 3);
    part_of := part_row(sent.packet_id, p_change.change_slot);
    now_raw := coalesce(read_report(sent.packet_form, part_of, p_change.change_entity), '{}');
    return jsonb_build_object('value', coalesce(now_raw -> part, 'null'), 'row', part_of,
      'normal', coalesce(normal_slot(types, 'report', now_raw) -> part, 'null'),
      'wanted', coalesce(normal_slot(types, 'report', jsonb_build_object(part, counted_value(p_change))) -> part, 'null'));
  end if;
  other := case when p_change.change_slot like 'row/%' then related_record(sent.packet_id, p_change.change_slot) end;
  now_raw := standing_slots(sent, case when other is null then p_change.change_entity else entity_survivor(sent.packet_entity) end);
  now_normal := normal_slots(types, now_raw, array[p_change.change_slot]);
  mates := packet_statements(sent, array[p_change.change_slot], true, types);
  select * into one from unnest(mates) s where s.id = p_change.change_id;
  select * into at from merge_standing(mates, one, normal_slots(types, sent.packet_snapshot, array[p_change.change_slot]),
    now_normal, form_tables(sent.packet_form));
  return jsonb_build_object('value', coalesce(now_raw -> at.place, 'null'), 'normal', at.t, 'wanted', one.said,
    'row', case when other is not null then other when p_change.change_slot like 'field/%' then p_change.change_entity
      when p_change.change_slot like 'report/%' then p_change.change_row else place_row(at.place) end);
end $$;
comment on function slot_state(change) is 'What stands in a statement''s slot, raw and normal, what it wants, and the row that holds it';

create or replace function slot_write(p_change bigint, p_verb text, p_row bigint) returns jsonb
language sql stable security definer set search_path = public, pg_temp
as $$
  -- Everything write_rows needs, so that it reads nothing but what it writes.
  select stage_entered(jsonb_build_object('change', change_id, 'table', change_table, 'entity', coalesce(other, change_entity),
    'row', coalesce(other, p_row, change_row), 'own', change_slot like 'field/%' or is_subtype(change_table),
    -- a record is written as a record: it neither comes nor goes with what a reply says of it
    'verb', case when other is null then p_verb else 'update' end,
    'defaults', report_defaults(packet_recipient, packet_form, change_slot),
    'fields', slot_values(packet_form, change_slot, counted_value(change))), packet_recipient)
  from change join packet on packet_id = change_packet
  cross join lateral (select case when change_slot like 'row/%' then related_record(packet_id, change_slot) end as other offset 0) o
  where change_id = p_change
$$;
comment on function slot_write(bigint, text, bigint) is 'The write that makes a statement true, for write_rows';

create or replace function stage_entered(p_write jsonb, p_recipient bigint) returns jsonb
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  -- a record enters its next stage: the earlier stay is ended by the table, and stays
  return case when p_write ->> 'table' = 'development_tracking' then p_write || jsonb_build_object('verb', 'insert', 'row', null,
    'own', false, 'defaults', jsonb_strip_nulls(jsonb_build_object('development_tracking_owner',
      (select staff_id::text from staff where staff_id = p_recipient)))) else p_write end;
end $$;
comment on function stage_entered(jsonb, bigint) is 'A planned write; of a stage the one that enters it';

create or replace function slot_values(p_form bigint, p_slot text, p_said jsonb) returns jsonb
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  return (select jsonb_agg(jsonb_build_object('name', form_field_name, 'column', form_field_column, 'domain', form_field_domain,
      'value', case when p_slot like 'field/%' or is_part(p_slot) then p_said #>> '{}' else p_said ->> form_field_name end))
    from slot_fields(p_form, p_slot) where form_field_place <> 'rows');
end $$;
comment on function slot_values(bigint, text, jsonb) is 'The values of a slot by column: [{name, column, domain, value}]';

create or replace function report_defaults(p_recipient bigint, p_form bigint, p_slot text) returns jsonb
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  if p_slot not like 'report/%' or is_part(p_slot) then
    return '{}';
  end if;
  return jsonb_build_object('activity_staff', (select staff_id::text from staff where staff_id = p_recipient),
    'activity_kind', (select form_report_kind::text from form where form_id = p_form), 'activity_status', 'done');
end $$;
comment on function report_defaults(bigint, bigint, text) is
  'What a new report holds besides what it says: {column: value}; of other slots {}';
