-- Whether the tables and columns that a form names can hold what it asks.

create or replace function form_column_faults(p_form jsonb) returns table (fault text)
language sql stable security invoker set search_path = public, pg_temp
as $$
  with field as (
    select f.*, case f.place when 'field' then 'field ' || f.name when 'report' then 'report field ' || f.name
      when 'rows' then 'collection ' || f.name
        else format('collection %s, field %s', f.collection, f.name) end as here,
      attnum, format_type(atttypid, null) as holds, m.meta_fields_value as domain,
      exists (select from pg_constraint where contype = 'f' and conrelid = attrelid and conkey = array[attnum]) as refers,
      reference_domain(f.source, f.field) as reference
    from jsonb_to_recordset(p_form -> 'fields') f (place text, collection text, name text, source name, field name,
      type text, sort integer, choices text, change boolean, "add" boolean, "drop" boolean, through text, stage text)
    left join pg_attribute on attrelid = to_regclass(format('public.%I', f.source)) and attname = f.field
      and attnum > 0 and not attisdropped
    left join meta_fields m on m.meta_fields_table = f.source and m.meta_fields_field = f.field and m.meta_fields_attribute = 'domain'),
  fits as (select type, holds from (values ('date', array['date', 'timestamp with time zone']),
    ('time', array['timestamp with time zone']), ('boolean', array['boolean']),
    ('integer', array['smallint', 'integer', 'bigint', 'numeric']), ('number', array['smallint', 'integer', 'bigint', 'numeric']),
    ('money', array['smallint', 'integer', 'bigint', 'numeric'])) v (type, held), unnest(held) holds)
  select fault from (
    select sort, here || ': ' || case
      -- what a person may say yes or no to, in their own form alone
      when place = 'rows' and source = 'own_consent' and p_form ->> 'name' = 'self-update' then null
      when place = 'rows' and related_fault(p_form, name, source, through, "add", "drop") is not null
        then related_fault(p_form, name, source, through, "add", "drop")
      when place = 'rows' and through is null and source not in (select listed_tables(p_form ->> 'entity'))
        then format('the table %s holds no rows that a form for %s can list; these do: %s', source, p_form ->> 'entity',
          (select string_agg(t, ', ' order by t) from listed_tables(p_form ->> 'entity') t))
      when place = 'rows' then case when field.add then (
        select format('rows can be added, so one of its fields has to be of the column %s', needed)
        from unnest(needed_columns(source)) needed
        where not exists (select from field f where f.place = 'row' and f.collection = field.name and f.field = needed) limit 1) end
      when place = 'row' and field in ('member_grp', 'relationship_right', 'relationship_kind', 'relationship_start')
        and source || '_' || name <> field
        then format('the field of the column %s is named %s, for it says which rows are the same', field,
          substr(field, length(source) + 2))
      when stage is not null then stage_fault(p_form ->> 'entity', place, stage, choices)
      when attnum is null then format('there is no column %s in the table %s', field, source)
      when domain is not null and type <> 'choice' then format('the column %s holds a word of the list %s, so its type is choice', field,
        domain)
      when domain is not null then (select format('the choice %s is not in the list %s', choice, domain)
        from unnest(string_to_array(choices, ' ')) choice
        where not exists (select from lookup where lookup_domain = domain and lookup_value = choice) limit 1)
      when reference like 'file/%' then form_file_fault(field, place, type, change)
      when reference like 'record/%' then case when type <> 'record' then
        format('the column %s names another record, so its type is record', field) end
      when reference is not null then case when type <> 'choice' then
          format('the column %s names a kind of relationship, so its type is choice', field)
        else (select format('the choice %s is no kind of relationship', choice) from unnest(string_to_array(choices, ' ')) choice
          where not exists (select from relationship_type where relationship_type_hid = choice) limit 1) end
      when type = 'record' then format('the column %s names no other record, which the type record needs', field)
      when refers then format('the column %s names another record, which no field of a form can hold', field)
      when not (exists (select from fits where fits.type = field.type and fits.holds = field.holds)
        or not exists (select from fits where fits.type = field.type) and holds in ('text', 'character varying', 'character'))
        then format('the column %s holds %s, which the type %s cannot', field, holds, type) end as fault
    from field order by sort) faults
  where fault is not null
$$;
comment on function form_column_faults(jsonb) is 'The faults of a form''s tables and columns, in its order';

create or replace function form_file_fault(p_column name, p_place text, p_type text, p_change boolean) returns text
language sql immutable set search_path = public, pg_temp
as $$
  select case when p_place <> 'field' then format('the column %s holds a file, which no row of a form shows', p_column)
    when p_type <> 'text' or p_change
      then format('the column %s holds a file, which a form shows by its name: write (type text) (change false)', p_column) end
$$;
comment on function form_file_fault(name, text, text, boolean) is 'Why a form cannot have a column of files; null if it can';

create or replace function needed_columns(p_table name) returns name[]
language sql stable security invoker set search_path = public, pg_temp
as $$
  -- what a new row cannot be without: a kind has a default of its list, what triggers compute nobody gives
  select array(select attname from pg_attribute
    where attrelid = to_regclass(format('public.%I', p_table)) and attnum > 0 and not attisdropped and attnotnull and not atthasdef
      and attidentity = '' and attname <> owner_column(p_table) and not is_computed(p_table, attname)
      -- a record has its number and its id by itself
      and not (is_subtype(p_table) and attname in (p_table || '_id', p_table || '_hid'))
      and not exists (select from meta_fields where meta_fields_table = p_table and meta_fields_field = attname
        and meta_fields_attribute = 'domain')
    order by attnum)
$$;
comment on function needed_columns(name) is 'Columns of a table that a form has to ask where it adds rows';

create or replace function naming_columns(p_table name) returns setof name
language sql stable security invoker set search_path = public, pg_temp
as $$
  select attname from pg_attribute where attrelid = to_regclass(format('public.%I', p_table)) and attnum > 0 and not attisdropped
    and attname in (p_table || '_name', p_table || '_given', p_table || '_family')
$$;
comment on function naming_columns(name) is 'Columns of a type of record that say what one is called: any of them is a name';

create or replace function related_fault(p_form jsonb, p_name text, p_source name, p_through text, p_add boolean, p_drop boolean)
  returns text
language sql stable security invoker set search_path = public, pg_temp
as $$
  select case when p_through is null then null
    -- whatever a person sends of their own accord changes their own record alone
    when p_form ->> 'name' = 'self-update' then 'a person''s own form reaches nobody else''s record'
    when not is_subtype(p_source) then format('the entity %s is no type of record', p_source)
    when not exists (select from related_way(p_form ->> 'entity', p_through)) then
      format('(through ...) is "member" or "relationship", and not %s', split_part(p_through, ' ', 1))
    when p_through = 'member' and p_form ->> 'entity' <> 'grp' and p_source <> 'grp' then 'the groups of a record are of the entity grp'
    when p_through <> 'member' and not exists (select from relationship_type where relationship_type_hid = split_part(p_through, ' ', 2))
      then format('(kind ...) is not one of %s', (select string_agg(relationship_type_hid, ', ' order by 1) from relationship_type))
    when p_drop then 'another record is not removed by a packet'
    when p_add and p_source = 'staff' then 'a colleague is added by an administrator'
    when p_add and not exists (select from jsonb_to_recordset(p_form -> 'fields') f (place text, collection text, field name)
        where place = 'row' and collection = p_name and field in (select naming_columns(p_source)))
      then format('records can be added, so one of its fields has to be of a column that names them: %s',
        (select string_agg(c, ', ' order by c) from naming_columns(p_source) c)) end
$$;
comment on function related_fault(jsonb, text, name, text, boolean, boolean) is
  'Why a form cannot have a collection of other records; null if it can';

create or replace function stage_fault(p_type text, p_place text, p_process text, p_choices text) returns text
language sql stable security invoker set search_path = public, pg_temp
as $$
  select case
    when p_place <> 'field' then 'a stage is a field of the record itself'
    when not exists (select from development_process where development_process_hid = p_process) then
      format('(stage ...) is no process: %s', coalesce(
        (select string_agg(development_process_hid, ', ' order by 1) from development_process), 'there is none yet'))
    when not exists (select from development_process left join entity_type on entity_type_id = development_process_entity
      where development_process_hid = p_process and coalesce(entity_type_hid, p_type) = p_type)
      then format('the process %s is not for %s', p_process, p_type)
    else (select format('the choice %s is no stage of the process %s', choice, p_process)
      from unnest(string_to_array(p_choices, ' ')) choice
      where not exists (select from development_stage join development_process on development_process_id = development_stage_process
        where development_process_hid = p_process and development_stage_hid = choice) limit 1) end
$$;
comment on function stage_fault(text, text, text, text) is 'Why a form cannot have a field of a stage; null if it can';
