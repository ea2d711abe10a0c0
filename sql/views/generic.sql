-- The views that generic interfaces look for, made from the catalog: TABLE_list (a table as people read it: words in place of
-- numbers) and TABLE_combo (what a reference is picked from). With the caller's rights, always.

create or replace function shown_as(p_table name) returns text
language sql stable set search_path = public, pg_temp
as $$
  -- the name of a row where another refers to it
  select case
    when p_table = 'entity' then 'entity_name'
    when is_subtype(p_table) then
      format('(select entity_name from entity where entity_id = %I)', p_table || '_id')
    when p_table = 'attachment' then 'attachment_filename'
    when p_table = 'activity' then 'concat_ws('' '', lookup_value(activity_kind), activity_subject)'
    when exists (select from pg_attribute where attrelid = p_table::regclass and attname = p_table || '_name')
      then quote_ident(p_table || '_name')
    when exists (select from pg_attribute where attrelid = p_table::regclass and attname = p_table || '_hid')
      then quote_ident(p_table || '_hid')
    else format('%I::text', p_table || '_id') end
$$;
comment on function shown_as(name) is 'SQL for what a row of a table is called';

create or replace function shown_tables() returns table (source name)
language sql stable set search_path = public, pg_temp
as $$
  select source from record_tables() where part <> 'end' group by source
  union select unnest(array['entity', 'entity_type', 'entity_rule', 'lookup', 'relationship_type',
    'development_type', 'development_process',
    'development_stage', 'query', 'duplicate', 'duplicate_rule', 'consent', 'form', 'packet']::name[])
$$;
comment on function shown_tables() is 'Tables that people work with in an interface';

do $$
declare
  t record;
  c record;
  columns text;
  here text;
begin
  for t in select source, source::text::regclass as relid from shown_tables() order by source loop
    columns := '';
    for c in
      select attname as field, format_type(atttypid, null) as type, k.confrelid::regclass::name as target
      from pg_attribute a left join pg_constraint k on k.conrelid = a.attrelid and k.conkey = array[a.attnum] and k.contype = 'f'
      where attrelid = t.relid and attnum > 0 and not attisdropped and atttypid not in ('bytea'::regtype, 'jsonb'::regtype)
      order by attnum
    loop
      here := case
        when c.field = t.source || '_id' or c.target is null then format('t.%I', c.field)
        when c.target = 'lookup' then format('(select lookup_name from lookup where lookup_id = t.%I)', c.field)
        else format('(select %s from %I r where r.%I = t.%I)', shown_as(c.target), c.target, c.target || '_id', c.field) end;
      columns := columns || format('%s as %I, ', here, c.field);
    end loop;
    execute format('create view %I with (security_invoker = true) as select %s %s as meta_sort from %I t%s', t.source || '_list', columns,
      -- every row that one sees is put in order for a page: in words that cost half of what concat_ws() does
      case when t.source = 'person' then 'coalesce(person_family || '' '' || person_given, person_family, person_given, '''')'
        else shown_as(t.source) end, t.source,
      -- removed rows are in no list
      case when t.source = 'entity' then ' where entity_deleted is null'
        when exists (select from record_tables() where source = t.source and part = 'subtype')
          then format(' where exists (select from entity where entity_id = %I and entity_deleted is null)', t.source || '_id') else '' end);
    execute format('comment on view %I is %L', t.source || '_list', obj_description(t.relid, 'pg_class'));
    if exists (select from pg_constraint where confrelid = t.relid and contype = 'f') then
      execute format('create view %I with (security_invoker = true) as select %I as id, %s as text, %s as meta_sort from %I%s',
        t.source || '_combo',
        t.source || '_id', shown_as(t.source),
        case t.source when 'lookup' then 'lookup_domain || lpad(lookup_sort::text, 6, ''0'')' else shown_as(t.source) end,
        t.source, case t.source when 'lookup' then ' where lookup_active' when 'entity' then ' where entity_deleted is null' else '' end);
      execute format('comment on view %I is %L', t.source || '_combo', obj_description(t.relid, 'pg_class'));
    end if;
  end loop;
  -- each list of words has a combo of its own, which the widget of its columns names
  for t in select distinct meta_fields_value as domain, replace(meta_fields_value, '-', '_') || '_combo' as view from meta_fields
    where meta_fields_attribute = 'domain' loop
    execute format('create view %I with (security_invoker = true) as select lookup_id as id, lookup_name as text, '
      'lpad(lookup_sort::text, 6, ''0'') as meta_sort '
      'from lookup where lookup_active and lookup_domain = %L', t.view, t.domain);
    execute format('comment on view %I is %L', t.view, initcap(replace(t.domain, '-', ' ')));
  end loop;
  insert into meta_fields (meta_fields_table, meta_fields_field, meta_fields_attribute, meta_fields_value)
  select meta_fields_table, meta_fields_field, 'widget', format('idcombo(combo=%s)', replace(meta_fields_value, '-', '_') || '_combo')
  from meta_fields where meta_fields_attribute = 'domain'
  on conflict (meta_fields_table, meta_fields_field, meta_fields_attribute) do nothing;
  -- readers that look for references where old servers kept them find them here
  insert into meta_fields (meta_fields_table, meta_fields_field, meta_fields_attribute, meta_fields_value)
  select conrelid::regclass::text, attname, 'reference', confrelid::regclass::text
  from pg_constraint join pg_attribute on attrelid = conrelid and attnum = conkey[1]
  where contype = 'f' and connamespace = 'public'::regnamespace
  on conflict (meta_fields_table, meta_fields_field, meta_fields_attribute) do nothing;
end $$;
