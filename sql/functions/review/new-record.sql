-- A held change that asks for a new record. Accepted, the record is made and joined to the one that the packet is about, under the role of
-- who accepts and in one transaction; from then on the slot is about that record, so that it is made once.

create or replace function record_asked(p_change bigint) returns jsonb
language sql stable security definer set search_path = public, pg_temp
as $$
  -- it belongs to whom the record of the packet belongs to: its sender goes on with both
  select jsonb_build_object('type', change_table, 'owner', entity_owner, 'near', entity_id, 'link', to_jsonb(way),
    'kind', (select relationship_type_id from relationship_type where relationship_type_hid = way.kind),
    'name', record_name(change_table, (select jsonb_object_agg(value ->> 'column', value -> 'value')
      from jsonb_array_elements(slot_values(packet_form, change_slot, counted_value(change))))))
  from change join packet on packet_id = change_packet join form on form_id = packet_form join entity_type on entity_type_id = form_type
  join form_field on form_field_form = packet_form and form_field_place = 'rows' and form_field_through is not null
    and form_field_collection = split_part(change_slot, '/', 2)
  join entity on entity_id = entity_survivor(packet_entity)
  cross join lateral related_way(entity_type_hid, form_field_through) way
  where change_id = p_change and asks_record(change_packet, change_slot)
$$;
comment on function record_asked(bigint) is
  'The new record that a change asks for: {type, name, owner, near, link: {source, near, far}, kind}; null where it asks for none';

create or replace function make_asked(p_write jsonb) returns jsonb
language plpgsql volatile security invoker set search_path = public, pg_temp
as $$
declare
  asked jsonb := p_write -> 'asked';
  link jsonb := asked -> 'link';
  made bigint := add_place(asked ->> 'type', asked ->> 'name', null, (asked ->> 'owner')::bigint);
  written jsonb;
begin
  perform resolve_made((p_write ->> 'change')::bigint, made);
  written := write_rows(jsonb_build_array(p_write || jsonb_build_object('entity', made)));
  execute format('insert into %I (%I, %I%s) values ($1, $2%s)', link ->> 'source', link ->> 'near', link ->> 'far',
    case when asked -> 'kind' <> 'null' then ', relationship_kind' end, case when asked -> 'kind' <> 'null' then ', $3' end)
  using (asked ->> 'near')::bigint, made, (asked ->> 'kind')::bigint;
  return written;
end $$;
comment on function make_asked(jsonb) is
  'Makes a new record with the caller''s rights, and what joins it to the record of its packet: {change: record}';

create or replace function resolve_made(p_change bigint, p_record bigint) returns void
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  held change;
  has_row boolean;
begin
  -- a step of resolve_change, never a way of its own: a record that was just made, and of no other
  select change.* into held from acting join change on change_id = acting_change join entity on entity_id = p_record
    join entity_type on entity_type_id = entity_type and entity_type_table = change_table
  where is_office() and acting_work = (select current_work()) and acting_change = p_change and asks_record(change_packet, change_slot)
    and entity_creator = acting_role();
  if held.change_id is not null then
    execute format('select exists (select from %I where %I = $1)', held.change_table, held.change_table || '_id')
    into has_row using p_record;
  end if;
  if has_row is distinct from false then
    raise exception 'resolve_change settles held changes' using errcode = '42501';
  end if;
  insert into packet_record (packet_record_packet, packet_record_slot, packet_record_entity)
  values (held.change_packet, held.change_slot, p_record);
  -- whatever was said of it is that record's: it is shown, and erased, with it
  update change set change_entity = p_record where change_packet = held.change_packet and change_slot = held.change_slot;
  -- from its beginning, so that all that is written of it is its first version
  insert into acting (acting_work, acting_reply, acting_run, acting_own, acting_entity, acting_change, acting_at)
  select acting_work, acting_reply, acting_run, acting_own, p_record, acting_change, transaction_timestamp() from acting
  where acting_work = (select current_work()) and acting_change = p_change;
end $$;
comment on function resolve_made(bigint, bigint) is 'Notes the record that was made for a held change: from here on its slot is about that';

create or replace function is_asked_link(p_change bigint, p_table name) returns boolean
language sql stable security definer set search_path = public, pg_temp
as $$
  select exists (select from change join packet on packet_id = change_packet
    join packet_record on packet_record_packet = packet_id and packet_record_slot = change_slot
    join form_field on form_field_form = packet_form and form_field_place = 'rows'
      and form_field_collection = split_part(change_slot, '/', 2) and split_part(form_field_through, ' ', 1) = p_table
    where change_id = p_change and change_slot like 'row/%/new-%')
$$;
comment on function is_asked_link(bigint, name) is 'Whether a new row of a table can be what joins the new record of a held change';
