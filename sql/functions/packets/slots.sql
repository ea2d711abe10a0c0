-- Slots: the unit of merge. `field/NAME` is one column, `row/COLLECTION/KEY` a group of columns of one row (absent is the
-- value null), `report/DRAFT` one activity. Values are text, or objects of text, exactly as packets carry them.
-- Which column a slot means stands in form_field, so a new form needs no code.

create or replace function column_text(p_table name, p_column name, p_domain text, p_type text) returns text
language sql stable -- and no more, as format is: so it becomes part of the statement that asks for each field
return case
  -- by name and size, with the caller's rights; no form changes one
  when p_domain like 'file/%' then
    format('(select file_words(attachment_filename, attachment_size) from attachment where attachment_id = %I)', p_column)
  when p_domain like '%/%' then format('reference_text(%L, %I)', p_domain, p_column)
  when p_domain is not null then format('lookup_value(%I)', p_column)
  when p_type = 'date' then format('to_char(%I, %L)', p_column, 'YYYY-MM-DD')
  -- where the installation is: a letter names no zone
  when p_type = 'time' then format('to_char(%I at time zone own_zone(), %L)', p_column, 'YYYY-MM-DD HH24:MI')
  -- 500.00 is 500, as people write it back
  when p_type in ('integer', 'number', 'money') then format('trim_scale(%I::numeric)::text', p_column)
  else format('%I::text', p_column) end;
comment on function column_text(name, name, text, text) is 'SQL expression that gives a column as a packet shows it';

create or replace function slot_name(p_slot text) returns text
language sql immutable
return regexp_replace(p_slot, '^(row/[^/]+/[^/]+)/.*$', '\1');
comment on function slot_name(text) is 'A slot as replies name it: new rows without the draft that their key lives in';

create or replace function row_prefix(p_table name) returns text
language sql immutable
return left(p_table, 1);
comment on function row_prefix(name) is 'Letter before the row number in packets: c81 is row 81 of contact_point';

create or replace function slots_statement(p_form bigint) returns text
language sql stable security invoker set search_path = public, pg_temp
as $$
  -- $1 are records. Rows as {"row/phones/c81": {"kind": "phone", ...}}; nothing where the caller does not see the record.
  select format('select coalesce(jsonb_object_agg(r.id, %s), ''{}'') from unnest($1) r (id) %s',
    coalesce(string_agg(format('coalesce(p%s.slots, ''{}'')', nth), ' || ' order by nth), '''{}''::jsonb'),
    string_agg(format('left join lateral (%s) p%s on true', part, nth), ' ' order by nth))
  from (
    select row_number() over (order by form_field_place, form_field_table, form_field_collection) as nth, case
      when form_field_table = 'development_tracking' then format('select jsonb_build_object(%s) as slots',
        string_agg(format('%L, stage_now(r.id, %L)', 'field/' || form_field_name, split_part(form_field_domain, '/', 2)), ', '))
      when form_field_place = 'field' then format('select jsonb_build_object(%s) as slots from %I where %I = r.id',
        string_agg(format('%L, %s', 'field/' || form_field_name, shown), ', '), form_field_table, form_field_table || '_id')
      else format('select jsonb_object_agg(%L || %I, jsonb_strip_nulls(jsonb_build_object(%s))) as slots from %I where %I = r.id',
        'row/' || form_field_collection || '/' || row_prefix(form_field_table), form_field_table || '_id',
        string_agg(format('%L, %s', form_field_name, shown), ', '), form_field_table, owner_column(form_field_table)) end as part
    from form_field, lateral (select column_text(form_field_table, form_field_column, form_field_domain, form_field_type) as shown) c
    where form_field_form = p_form and (form_field_place = 'field' or form_field_place = 'row' and not is_subtype(form_field_table))
      -- the rows of a view for the person alone are in nobody else's packet
      and has_any_column_privilege(form_field_table, 'select')
    group by form_field_place, form_field_table, form_field_collection) parts
$$;
comment on function slots_statement(bigint) is 'SQL that reads all slots of records that a form shows: {record: slots}';

create or replace function read_slots_of(p_form bigint, p_entities bigint[]) returns jsonb
language plpgsql volatile security invoker set search_path = public, pg_temp set timezone = 'UTC' set plan_cache_mode = force_generic_plan
as $$
declare
  statement text;
  result jsonb;
begin
  if not may_keep() then
    execute slots_statement(p_form) into result using p_entities;
    return result;
  end if;
  statement := kept_name('slots/' || p_form);
  if not is_kept(statement) then
    perform keep_statement(statement, 'bigint[]', slots_statement(p_form));
  end if;
  execute format('execute %I(%L)', statement, p_entities) into result;
  return result;
end $$;
comment on function read_slots_of(bigint, bigint[]) is 'All slots of records that a form shows, with the caller''s rights: {record: slots}';

create or replace function read_slots(p_form bigint, p_entity bigint) returns jsonb
language plpgsql volatile security invoker set search_path = public, pg_temp
as $$
begin
  return read_slots_of(p_form, array[p_entity]) -> p_entity::text;
end $$;
comment on function read_slots(bigint, bigint) is
  'All slots of a record that a form shows, with the caller''s rights: the snapshot of a packet, and the merge''s T';

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
