-- Slots: the unit of merge. `field/NAME` is one column, `row/COLLECTION/KEY` a group of columns of one row (absent is the
-- value null), `report/DRAFT` one activity. Values are text, or objects of text, exactly as packets carry them.
-- Which column a slot means stands in form_field, so a new form needs no code.

create or replace function column_text(p_table name, p_column name, p_domain text, p_type text) returns text
language sql stable set search_path = public, pg_temp
as $$
  select case
    when p_domain is not null then format('lookup_value(%I)', p_column)
    when p_type = 'date' then format('to_char(%I, %L)', p_column, 'YYYY-MM-DD')
    else format('%I::text', p_column) end
$$;
comment on function column_text(name, name, text, text) is 'SQL expression that gives a column as a packet shows it';

create or replace function slot_name(p_slot text) returns text
language sql immutable set search_path = public, pg_temp
as $$ select regexp_replace(p_slot, '^(row/[^/]+/[^/]+)/.*$', '\1') $$;
comment on function slot_name(text) is 'A slot as replies name it: new rows without the draft that their key lives in';

create or replace function row_prefix(p_table name) returns text
language sql immutable set search_path = public, pg_temp
as $$ select left(p_table, 1) $$;
comment on function row_prefix(name) is 'Letter before the row number in packets: c81 is row 81 of contact_point';

create or replace function read_group(p_form bigint, p_place text, p_collection text, p_row bigint, p_entity bigint) returns jsonb
language plpgsql stable security invoker set search_path = public, pg_temp set timezone = 'UTC'
as $$
declare
  source name;
  pairs text;
  result jsonb;
begin
  -- All rows of one collection (or the one row p_row) of a record, as {"c81": {"kind": "phone", ...}}; or its report row.
  select form_field_table, string_agg(format('%L, %s', form_field_name,
      column_text(form_field_table, form_field_column, form_field_domain, form_field_type)), ', ' order by form_field_sort)
  into source, pairs
  from form_field
  where form_field_form = p_form and form_field_place = p_place and form_field_collection is not distinct from p_collection
  group by form_field_table;
  if source is null then
    return '{}';
  end if;
  execute format(
    'select coalesce(jsonb_object_agg(%L || %I, jsonb_strip_nulls(jsonb_build_object(%s))), ''{}'') from %I '
    'where %I = $1 and ($2 is null or %I = $2)',
    row_prefix(source), source || '_id', pairs, source, source || '_entity', source || '_id')
  into result using p_entity, p_row;
  return result;
end $$;
comment on function read_group(bigint, text, text, bigint, bigint) is 'Rows of a collection of a record as a form shows them, seen with the caller''s rights';

create or replace function read_fields(p_form bigint, p_entity bigint) returns jsonb
language plpgsql stable security invoker set search_path = public, pg_temp set timezone = 'UTC'
as $$
declare
  part record;
  values_read jsonb;
  result jsonb := '{}';
begin
  for part in
    select form_field_table as source, string_agg(format('%L, %s', 'field/' || form_field_name,
        column_text(form_field_table, form_field_column, form_field_domain, form_field_type)), ', ') as pairs
    from form_field where form_field_form = p_form and form_field_place = 'field' group by form_field_table
  loop
    execute format('select jsonb_build_object(%s) from %I where %I = $1', part.pairs, part.source, part.source || '_id')
    into values_read using p_entity;
    result := result || coalesce(values_read, '{}');
  end loop;
  return result;
end $$;
comment on function read_fields(bigint, bigint) is 'Field slots of a record as a form shows them; empty where the caller does not see the record';

create or replace function read_slots(p_form bigint, p_entity bigint) returns jsonb
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
declare
  result jsonb := read_fields(p_form, p_entity);
  part record;
begin
  for part in
    select form_field_collection as collection from form_field
    where form_field_form = p_form and form_field_place = 'rows'
  loop
    result := result || coalesce((
      select jsonb_object_agg('row/' || part.collection || '/' || key, value)
      from jsonb_each(read_group(p_form, 'row', part.collection, null, p_entity))), '{}');
  end loop;
  return result;
end $$;
comment on function read_slots(bigint, bigint) is 'All slots of a record that a form shows, with the caller''s rights: the snapshot of a packet, and the merge''s T';

create or replace function form_types(p_form bigint) returns jsonb
language sql stable security definer set search_path = public, pg_temp
as $$
  -- {"field/NAME": TYPE, "row/COLLECTION": {NAME: TYPE ...}, "report": {NAME: TYPE ...}, "code": CALLING CODE}
  select coalesce(jsonb_object_agg(slot, types), '{}') || jsonb_build_object('code', coalesce((select instance_calling_code from instance), ''))
  from (
    select 'field/' || form_field_name as slot, to_jsonb(form_field_type) as types from form_field
    where form_field_form = p_form and form_field_place = 'field'
    union all
    select coalesce('row/' || form_field_collection, 'report'), jsonb_object_agg(form_field_name, form_field_type) from form_field
    where form_field_form = p_form and form_field_place in ('row', 'report') group by form_field_collection) typed
$$;
comment on function form_types(bigint) is 'Types of a form''s fields by slot, for normal_slot';

create or replace function normal_slot(p_types jsonb, p_slot text, p_value jsonb) returns jsonb
language plpgsql immutable
as $$
declare
  types jsonb;
  code text := p_types ->> 'code';
  result jsonb;
begin
  if p_value is null or p_value = 'null' then
    return 'null';
  end if;
  if p_slot like 'field/%' then
    types := p_types -> p_slot;
    return case when types is null then 'null' else coalesce(to_jsonb(public.normal_value(types #>> '{}', null, p_value #>> '{}', code)), 'null') end;
  end if;
  types := p_types -> case when p_slot like 'row/%' then 'row/' || split_part(p_slot, '/', 2) else 'report' end;
  select jsonb_object_agg(name, normal) into result
  from jsonb_each_text(types) as t (name, type), lateral (select public.normal_value(type, p_value ->> 'kind', p_value ->> name, code) as normal offset 0) n
  where normal is not null;
  return coalesce(result, 'null');
end $$;
comment on function normal_slot(jsonb, text, jsonb) is 'A slot''s value in normal form, given form_types: two values are the same when these are equal';

create or replace function normal_slots(p_types jsonb, p_values jsonb) returns jsonb
language sql immutable set search_path = public, pg_temp
as $$ select coalesce(jsonb_object_agg(key, normal_slot(p_types, key, value)), '{}') from jsonb_each(p_values) $$;
comment on function normal_slots(jsonb, jsonb) is 'Many slots in normal form';

create or replace function row_key(p_table name, p_normal jsonb) returns text
language sql immutable set search_path = public, pg_temp
as $$
  select case p_table
    when 'contact_point' then concat_ws('|', p_normal ->> 'kind', p_normal ->> 'value')
    when 'address' then lower(concat_ws('|', p_normal ->> 'line1', p_normal ->> 'line2', p_normal ->> 'postcode',
      p_normal ->> 'city', p_normal ->> 'region', p_normal ->> 'country')) end
$$;
comment on function row_key(name, jsonb) is 'Natural key of a row in normal form: a new row with the key of one that stands is that row';

create or replace function lock_record(p_form bigint, p_entity bigint) returns void
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  source record;
begin
  -- rows first, record last: the same order in which any other change takes its locks, so that two do not meet head-on
  for source in
    select distinct form_field_table as name, form_field_place = 'field' as own from form_field
    where form_field_form = p_form and form_field_place in ('field', 'rows') order by own desc, name
  loop
    execute format('select from %I where %I = $1 order by %I for update',
      source.name, source.name || case when source.own then '_id' else '_entity' end, source.name || '_id')
    using p_entity;
  end loop;
  perform from entity where entity_id = p_entity for update;
end $$;
comment on function lock_record(bigint, bigint) is 'Locks the rows of a record that a form reaches, then the record';
