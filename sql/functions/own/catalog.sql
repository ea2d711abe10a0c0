-- Tables and fields of one's own become part of the catalog of records, from which triggers, rights, views, commands, forms and files are
-- made.

create or replace function is_own(p_name name) returns boolean
language sql immutable
return p_name ~ '^(.+_)?own_';
comment on function is_own(name) is 'Whether a table or column is an installation''s own: shipped ones never have these letters';

create or replace function own_word(p_name text) returns text
language sql immutable
return replace(regexp_replace(p_name, '^own_', ''), '_', '-');
comment on function own_word(text) is
  'A table of one''s own as people type it: own_soil_test is soil-test; made anew on a migrate where one was renamed';

create or replace function own_references() returns table (source name, key name)
language sql stable security invoker set search_path = public, pg_temp
as $$
  select conrelid::regclass::name, attname
  from pg_constraint join pg_attribute on attrelid = conrelid and attnum = conkey[1]
  where contype = 'f' and connamespace = 'public'::regnamespace and is_own(attname)
    and confrelid in (select r.source::text::regclass from record_tables() r where part = 'subtype' union select 'entity'::regclass)
    and not exists (select from record_tables() r where r.source = conrelid::regclass::name
      and attname in (r.key, (r.source || '_id')::name))
$$;
comment on function own_references() is 'Fields of one''s own that name another record';

create or replace function make_record_catalog() returns void
language plpgsql volatile security invoker set search_path = public, pg_temp
as $$
declare
  header text := 'create or replace function %s() returns table (%s) language sql immutable set search_path = public, pg_temp as ';
  listed text;
begin
  -- One list as text, so that it costs a query no more than the shipped one. Without own tables the shipped functions stay.
  select string_agg(format('(%L::name, %L::name, %L, %L::text, %L::text[], %L::boolean, %L::boolean, %L)', source, key, part, record,
    natural_key, is_loaded, is_own, rights), ', ' order by n)
  into listed
  from (select *, row_number() over () as n from shipped_tables()
    union all
    select added_table_hid, own_key(added_table_hid, added_table_part, added_table_record), added_table_part,
      case added_table_part when 'subtype' then added_table_hid else added_table_record end, '{}', true, false, added_table_rights,
      1000 + added_table_id
    from added_table) t;
  if exists (select from added_table) then
    execute format(header, 'record_tables', 'source name, key name, part text, record text, natural_key text[], is_loaded boolean, '
      'is_own boolean, rights text') || quote_literal('values ' || listed);
    -- asked for each column of each table: an expression, and no way over the whole list
    execute (select format('create or replace function is_subtype(p_table name) returns boolean language sql immutable return p_table '
        'in (%s)', string_agg(format('%L::name', source), ', ') filter (where part = 'subtype'))
      || format('; create or replace function owner_column(p_table name) returns name language sql immutable return coalesce(%L::jsonb '
        '->> p_table::text, p_table || ''_entity'')::name',
        jsonb_object_agg(source, key order by n desc) filter (where part = 'row'))
      from (select *, row_number() over () as n from record_tables()) r);
  end if;
  -- a table that was renamed, or has the word of one that the program came to have later
  select string_agg(format('when %L then %L', t.source, t.word), ' ') into listed
  from (select added_table_hid as source, case when exists (select from shipped_tables() s
        where coalesce(noted, plain) in (replace(s.source, '_', '-'), case s.source when 'grp' then 'group'
          when 'organization' then 'organisation' when 'contact_point' then 'contact' end)) then 'own-' || coalesce(noted, plain)
      else noted end as word
    from added_table cross join lateral (select replace(substr(added_table_hid, 5), '_', '-') as plain,
      (select meta_fields_value from meta_fields where meta_fields_table = added_table_hid and meta_fields_field = added_table_hid || '_id'
        and meta_fields_attribute = 'word') as noted) w) t where t.word is not null;
  if listed is not null then
    execute format('create or replace function own_word(p_name text) returns text language sql immutable '
      'return case p_name %s else replace(regexp_replace(p_name, ''^own_'', ''''), ''_'', ''-'') end', listed);
  end if;
  select string_agg(format('(%L::name, %L::name)', r.source, r.key), ', ') into listed
  from (select * from shipped_references() union all (select * from own_references() order by 1, 2)) r;
  if exists (select from own_references()) then
    execute format(header, 'record_references', 'source name, key name') || quote_literal('values ' || listed);
  end if;
end $$;
comment on function make_record_catalog() is 'Puts tables and fields of one''s own into record_tables() and record_references()';

create or replace function own_key(p_table name, p_part text, p_record text) returns name
language sql immutable
return (p_table || case when p_part = 'subtype' then '_id' else '_' || coalesce(regexp_replace(p_record, '^own_', ''), 'record') end)::name;
comment on function own_key(name, text, text) is
  'The column with the key of the record: its own number, or the record that a row belongs to';

create or replace function make_own_types() returns void
language plpgsql volatile security invoker set search_path = public, pg_temp
as $$
begin
  insert into entity_type (entity_type_hid, entity_type_name, entity_type_table)
  select added_table_hid, obj_description(added_table_hid::regclass, 'pg_class'), added_table_hid
  from added_table where added_table_part = 'subtype'
  on conflict (entity_type_hid) do nothing;
  -- every policy on records asks for them
  if exists (select from added_table where added_table_part = 'subtype') then
    execute (select 'create or replace function own_types(p_rights text[]) returns bigint[] language sql immutable return case p_rights '
      || string_agg(format('when array[%L] then %L::bigint[]', pattern, own_types(array[pattern])), ' ') || ' end'
      from unnest('{record,owner,office,everybody}'::text[]) pattern);
  end if;
end $$;
comment on function make_own_types() is 'Types of records of one''s own that are not in entity_type yet; and own_types() as constants';
