-- Collections of other records: the members of a household, the parents of a pupil. Which records they are is fixed when the packet is made
-- (packet_record); each is read under the recipient's role, and written under the sender's as a record of its own. A reply may ask for a
-- new one: a person decides (review/new-record.sql), and from then on its slot is about the record that was made.

create or replace function related_way(p_type text, p_through text)
returns table (source name, near name, far name, kind text)
language sql stable set search_path = public, pg_temp
as $$
  -- "member", or "relationship KIND END", the end at which the other records are
  select 'member'::name, case p_type when 'grp' then 'member_grp' else 'member_entity' end::name,
    case p_type when 'grp' then 'member_entity' else 'member_grp' end::name, null where p_through = 'member'
  union all
  select 'relationship', case split_part(p_through, ' ', 3) when 'left' then 'relationship_right' else 'relationship_left' end::name,
    case split_part(p_through, ' ', 3) when 'left' then 'relationship_left' else 'relationship_right' end::name,
    split_part(p_through, ' ', 2)
  where split_part(p_through, ' ', 1) = 'relationship'
$$;
comment on function related_way(text, text) is
  'How a collection finds its records: the table, its column with the packet''s record, that with the others, the kind of relationship';

create or replace function has_related(p_forms bigint[]) returns boolean
language sql stable security definer set search_path = public, pg_temp
as $$ select exists (select from form_field where form_field_form = any (p_forms) and form_field_through is not null) $$;
comment on function has_related(bigint[]) is 'Whether one of these forms reaches other records';

create or replace function related_values(p_form bigint, p_collection text) returns text
language sql stable security invoker set search_path = public, pg_temp
as $$
  select format('jsonb_strip_nulls(jsonb_build_object(%s))', string_agg(format('%L, %s', form_field_name,
    column_text(form_field_table, form_field_column, form_field_domain, form_field_type)), ', '))
  from form_field where form_field_form = p_form and form_field_place = 'row' and form_field_collection = p_collection
$$;
comment on function related_values(bigint, text) is 'SQL that shows a record of a collection as a packet does';

create or replace function read_related(p_form bigint, p_entity bigint) returns jsonb
language plpgsql volatile security invoker set search_path = public, pg_temp set timezone = 'UTC'
as $$
declare
  one record;
  found_slots jsonb;
  result jsonb := '{}';
begin
  -- with the caller's rights: records that they do not see, or may not read, are not in their set
  for one in
    select form_field_collection as collection, form_field_table as source, way.* from form_field
    join form on form_id = form_field_form join entity_type on entity_type_id = form_type
    cross join lateral (select source as link, near, far, kind from related_way(entity_type_hid, form_field_through)) way
    where form_field_form = p_form and form_field_place = 'rows' and form_field_through is not null
      and has_any_column_privilege(form_field_table, 'select') and has_any_column_privilege(way.link, 'select')
    order by form_field_sort
  loop
    execute format('select jsonb_object_agg(%1$L || %2$I, %3$s) from %4$I join entity on entity_id = %2$I and entity_deleted is null '
      'where %2$I <> $1 and %2$I in (select %5$I from %6$I where %7$I = $1 and %8$s)',
      'row/' || one.collection || '/' || row_prefix(one.source), one.source || '_id', related_values(p_form, one.collection), one.source,
      one.far, one.link, one.near, case when one.kind is null then 'true' else format(
        'relationship_kind = (select relationship_type_id from relationship_type where relationship_type_hid = %L) '
        'and coalesce(relationship_end, ''infinity'') >= current_date', one.kind) end)
    into found_slots using p_entity;
    result := result || coalesce(found_slots, '{}');
  end loop;
  return result;
end $$;
comment on function read_related(bigint, bigint) is
  'Slots of the other records that a form reaches from a record, with the caller''s rights';

create or replace function fix_related(p_packet bigint, p_form bigint, p_slots jsonb) returns void
language sql security definer set search_path = public, pg_temp
as $$
  insert into packet_record (packet_record_packet, packet_record_slot, packet_record_entity)
  select p_packet, slot, substr(split_part(slot, '/', 3), 2)::bigint from jsonb_object_keys(p_slots) slot
  join form_field on form_field_form = p_form and form_field_place = 'rows' and form_field_through is not null
    and slot like 'row/' || form_field_collection || '/%'
$$;
comment on function fix_related(bigint, bigint, jsonb) is 'Writes the set of records of a new packet down';

create or replace function related_refuse() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  -- whatever its form says
  if exists (select from packet where packet_id = new.packet_record_packet and packet_kind in ('self-update', 'my-data')) then
    raise exception 'a person''s own form reaches nobody else''s record' using errcode = '42501';
  end if;
  return new;
end $$;

create or replace function related_slots(p_packet bigint) returns jsonb
language plpgsql stable security definer set search_path = public, pg_temp set timezone = 'UTC'
as $$
declare
  one record;
  found_slots jsonb;
  result jsonb := '{}';
begin
  for one in
    select distinct packet_form as form, form_field_collection as collection, form_field_table as source
    from packet join packet_record on packet_record_packet = packet_id
    join form_field on form_field_form = packet_form and form_field_place = 'rows' and form_field_through is not null
      and form_field_collection = split_part(packet_record_slot, '/', 2)
    where packet_id = p_packet
  loop
    execute format('select jsonb_object_agg(packet_record_slot, %s) from packet_record '
      'join %I on %I = entity_survivor(packet_record_entity) '
      'where packet_record_packet = $1 and split_part(packet_record_slot, ''/'', 2) = %L',
      related_values(one.form, one.collection), one.source, one.source || '_id', one.collection)
    into found_slots using p_packet;
    result := result || coalesce(found_slots, '{}');
  end loop;
  return result;
end $$;
comment on function related_slots(bigint) is
  'What stands in the slots of the other records of a packet now, whatever they were merged into';

create or replace function related_record(p_packet bigint, p_slot text) returns bigint
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  return (select entity_survivor(packet_record_entity) from packet_record
    where packet_record_packet = p_packet and packet_record_slot = p_slot);
end $$;
comment on function related_record(bigint, text) is 'The other record that a slot of a packet is about; null where it is about its own';

create or replace function asks_record(p_packet bigint, p_slot text) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  return p_slot like 'row/%/new-%' and related_record(p_packet, p_slot) is null
    and exists (select from packet join form_field on form_field_form = packet_form and form_field_place = 'rows'
        and form_field_collection = split_part(p_slot, '/', 2) and form_field_through is not null
      where packet_id = p_packet);
end $$;
comment on function asks_record(bigint, text) is
  'Whether a slot of a packet asks for a new record; no more once it was made, for then the slot is about that record';

create or replace function related_need(p_packet bigint, p_slot text) returns text
language plpgsql stable security definer set search_path = public, pg_temp
as $$
declare
  record_id bigint := related_record(p_packet, p_slot);
begin
  return case when record_id is null then case when asks_record(p_packet, p_slot) then 'new-record' end
    when exists (select from entity where entity_id = record_id and entity_deleted is not null) then 'record-deleted'
    -- two records of the set have become one: which of two values it gets is for a person to say
    when record_id = (select entity_survivor(packet_entity) from packet where packet_id = p_packet)
      or exists (select from packet_record where packet_record_packet = p_packet and packet_record_slot <> p_slot
        and entity_survivor(packet_record_entity) = record_id) then 'changed-meanwhile' end;
end $$;
comment on function related_need(bigint, text) is 'What makes a person necessary for a slot of another record; null where nothing does';
