-- Slots: the unit of merge. `field/NAME` is one column, `row/COLLECTION/KEY` a group of columns of one row (absent is the
-- value null), `report/DRAFT` one activity. Values are text, or objects of text, exactly as packets carry them.
-- Which column a slot means stands in form_field, so a new form needs no code.

create or replace function column_text(p_table name, p_column name, p_domain text, p_type text) returns text
language sql stable set search_path = public, pg_temp
as $$
  select case
    when p_domain is not null then format('lookup_value(%I)', p_column)
    when p_type = 'date' then format('to_char(%I, %L)', p_column, 'YYYY-MM-DD')
    -- 500.00 is 500, as people write it back
    when p_type = 'integer' then format('trim_scale(%I::numeric)::text', p_column)
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

create or replace function slots_statement(p_form bigint) returns text
language sql stable security invoker set search_path = public, pg_temp
as $$
  -- $1 is the record. Rows as {"row/phones/c81": {"kind": "phone", ...}}; nothing where the caller does not see the record.
  select 'select ' || coalesce(string_agg(format('coalesce((%s), ''{}'')', part), ' || '), '''{}''::jsonb') from (
    select case form_field_place
      when 'field' then format('select jsonb_build_object(%s) from %I where %I = $1',
        string_agg(format('%L, %s', 'field/' || form_field_name, shown), ', '), form_field_table, form_field_table || '_id')
      else format('select jsonb_object_agg(%L || %I, jsonb_strip_nulls(jsonb_build_object(%s))) from %I where %I = $1',
        'row/' || form_field_collection || '/' || row_prefix(form_field_table), form_field_table || '_id',
        string_agg(format('%L, %s', form_field_name, shown), ', '), form_field_table, form_field_table || '_entity') end as part
    from form_field, lateral (select column_text(form_field_table, form_field_column, form_field_domain, form_field_type) as shown) c
    where form_field_form = p_form and form_field_place in ('field', 'row')
    group by form_field_place, form_field_table, form_field_collection) parts
$$;
comment on function slots_statement(bigint) is 'SQL that reads all slots of a record that a form shows';

create or replace function read_slots(p_form bigint, p_entity bigint) returns jsonb
language plpgsql volatile security invoker set search_path = public, pg_temp set timezone = 'UTC' set plan_cache_mode = force_generic_plan
as $$
declare
  statement text;
  result jsonb;
begin
  if not may_keep() then
    execute slots_statement(p_form) into result using p_entity;
    return result;
  end if;
  statement := kept_name('slots/' || p_form);
  if not is_kept(statement) then
    perform keep_statement(statement, 'bigint', slots_statement(p_form));
  end if;
  execute format('execute %I(%s)', statement, p_entity) into result;
  return result;
end $$;
comment on function read_slots(bigint, bigint) is 'All slots of a record that a form shows, with the caller''s rights: the snapshot of a packet, and the merge''s T';

create or replace function read_report(p_form bigint, p_row bigint, p_entity bigint) returns jsonb
language plpgsql stable security invoker set search_path = public, pg_temp set timezone = 'UTC'
as $$
declare
  source name;
  pairs text;
  result jsonb;
begin
  select form_field_table, string_agg(format('%L, %s', form_field_name,
      column_text(form_field_table, form_field_column, form_field_domain, form_field_type)), ', ')
  into source, pairs from form_field where form_field_form = p_form and form_field_place = 'report' group by form_field_table;
  execute format('select jsonb_strip_nulls(jsonb_build_object(%s)) from %I where %I = $1 and %I = $2',
    pairs, source, source || '_id', source || '_entity')
  into result using p_row, p_entity;
  return result;
end $$;
comment on function read_report(bigint, bigint, bigint) is 'The report row that a packet made, as its form shows it; null where it is gone';

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

create or replace function normal_slots(p_types jsonb, p_values jsonb, p_slots text[]) returns jsonb
language sql immutable set search_path = public, pg_temp
as $$
  -- all rows, for a row is found by its value wherever it is
  select coalesce(jsonb_object_agg(key, normal_slot(p_types, key, value)), '{}') from jsonb_each(p_values)
  where key like 'row/%' or key = any (p_slots)
$$;
comment on function normal_slots(jsonb, jsonb, text[]) is 'The rows of a record, and these of its other slots, in normal form';

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
