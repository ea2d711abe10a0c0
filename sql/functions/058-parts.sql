-- Everything about a record, from the catalog: a new column or table is left out by nobody's forgetting. With the caller's rights:
-- what they may not read is not asked for, and row security says which rows there are.

create or replace function part_fields(p_table name, p_key name) returns text
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
begin
  -- SQL for the row t of a table as a list of {name, label, value}, in the order of its columns; words in place of numbers
  return (select string_agg(format('jsonb_build_object(''name'', %L, ''label'', %L, ''value'', %s)', regexp_replace(attname, '^' || p_table || '_', ''),
    coalesce(col_description(attrelid, attnum), replace(regexp_replace(attname, '^' || p_table || '_', ''), '_', ' ')), case
      when confrelid is null or not has_table_privilege(confrelid, 'select') then format('t.%I', attname)
      when confrelid = 'lookup'::regclass then format('(select lookup_name from lookup where lookup_id = t.%I)', attname)
      else format('coalesce((select (%s)::text from %I r where r.%I = t.%I), t.%4$I::text)', shown_as(confrelid::regclass::name),
        confrelid::regclass::name, confrelid::regclass::name || '_id', attname) end), ', ' order by attnum)
  from pg_attribute left join pg_constraint on conrelid = attrelid and conkey = array[attnum] and contype = 'f'
  where attrelid = p_table::text::regclass and attnum > 0 and not attisdropped and attname not in (p_table || '_id', p_key)
    and atttypid <> 'bytea'::regtype and has_column_privilege(attrelid, attnum, 'select'));
end $$;
comment on function part_fields(name, name) is 'SQL that shows the row t of a table to the caller, without its number and this key';

create or replace function record_parts(p_entity bigint) returns table (part text, title text, number bigint, fields jsonb)
language plpgsql stable security invoker set search_path = public, pg_temp set timezone = 'UTC'
as $$
declare
  t record;
  shown text;
begin
  for t in select 'entity'::name as source, 'entity_id'::name as key, 0 as place
    union all select source, key, row_number() over () from record_tables() order by place
  loop
    shown := part_fields(t.source, t.key);
    continue when shown is null or not has_column_privilege(t.source::text::regclass, t.key::text, 'select');
    part := t.source;
    title := obj_description(t.source::text::regclass, 'pg_class');
    number := null;
    fields := null;
    return next; -- that it may be read
    return query execute format('select %L, %L, t.%I, jsonb_build_array(%s) from %I t where t.%I = $1 order by 3',
      part, title, t.source || '_id', shown, t.source, t.key) using p_entity;
  end loop;
  -- records that name this one in a field of theirs
  for t in select conrelid::regclass::name as source, attname as key, coalesce(col_description(attrelid, attnum), attname) as label
    from pg_constraint join pg_attribute on attrelid = conrelid and attnum = conkey[1]
    where contype = 'f' and connamespace = 'public'::regnamespace and attname <> conrelid::regclass::name || '_id'
      and (attname = 'entity_parent' or is_subtype(conrelid::regclass::name))
      and (confrelid = 'entity'::regclass or is_subtype(confrelid::regclass::name))
      and has_column_privilege(conrelid, attnum, 'select') and has_column_privilege('entity', 'entity_name', 'select')
    order by 1, 2
  loop
    return query execute format('select ''named-by'', ''Records that name it'', e.entity_id, jsonb_build_array(
        jsonb_build_object(''name'', ''record'', ''label'', ''record'', ''value'', e.entity_name),
        jsonb_build_object(''name'', ''field'', ''label'', ''field'', ''value'', %L::text))
      from %I t join entity e on e.entity_id = t.%I where t.%I = $1 order by e.entity_id limit 100', t.label, t.source, t.source || '_id', t.key)
    using p_entity;
  end loop;
end $$;
comment on function record_parts(bigint) is
  'All of a record that the caller may see: table, what the table is, number of the row, [{name, label, value}]; a row without number says that the table may be read';
