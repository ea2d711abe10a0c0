-- The tables and columns of such lists, from the catalog, and the SQL that shows them: labels, words in place of numbers, names of what is
-- referred to.

create or replace function listed_table(p_word text) returns name
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
declare
  hit name := (select source from list_tables() where source = replace(lower(btrim(p_word)), '-', '_'));
begin
  if hit is null then
    perform not_named('table', p_word, array(select source::text from list_tables()));
  end if;
  return hit;
end $$;
comment on function listed_table(text) is 'The table that a word names; refused (22023) where there is none that the caller may read';

create or replace function table_columns(p_table name) returns table (
  field text, label text, kind text, domain text, choices text[], refers name, required boolean, may_add boolean, may_change boolean,
  source name, attribute name, sort integer)
language sql stable security invoker set search_path = public, pg_temp
as $$
  select f.field, f.label, f.kind, f.domain, f.choices, f.refers, f.required, f.may_write and is_plain,
    -- the id by which other tables know a row stays
    f.may_write and is_plain and f.field <> 'id' and has_column_privilege(f.source::text, f.attribute::text, 'update'),
    f.source, f.attribute, f.sort
  from table_fields(p_table) f
  cross join lateral (select f.attribute not in (select k.field from kept_columns() k where k.source = p_table)
    -- what a row refers to is typed by its id
    and (f.refers is null or f.kind in ('record', 'choice') or exists (select from pg_attribute
      where attrelid = f.refers::text::regclass and attname = f.refers || '_hid')) as is_plain) p
  where f.may_read and exists (select from pg_attribute
    where attrelid = format('public.%I', p_table || '_list')::regclass and attname = f.attribute)
  order by f.sort
$$;
comment on function table_columns(name) is 'The columns of a table as its list shows them, and what the caller may write of a row';

create or replace function table_list_fields(p_table name) returns table (
  field text, kind text, domain text, choices text[], refers name, expression text)
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
begin
  return query select f.field, case when f.kind = 'file' then 'text' when f.refers is not null and f.kind <> 'choice' then 'record'
      else f.kind end, f.domain, f.choices, case when f.kind <> 'file' then f.refers end,
    case f.kind when 'file' then file_name_of(f.attribute) else format('t.%I', f.attribute) end
  from table_columns(p_table) f where f.field <> 'name'
  union all select 'name', 'text', null, null, null, format('(%s)', shown_as(p_table));
end $$;
comment on function table_list_fields(name) is
  'As list_fields, of a table that is no type of record; name is what its rows are called where others refer to them';

create or replace function row_named(p_word text, p_refers name) returns bigint
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
declare
  number bigint;
begin
  if p_refers::text not in (select source::text from list_tables()) then
    perform not_named(replace(p_refers::text, '_', ' '), p_word, '{}');
  end if;
  execute format('select %1$I from %2$I where %3$s = $1 or %1$I::text = $1 order by %3$s <> $1 limit 1', p_refers || '_id', p_refers,
    case when exists (select from pg_attribute where attrelid = p_refers::text::regclass and attname = p_refers || '_hid')
      then quote_ident(p_refers || '_hid') else format('(%s)', shown_as(p_refers)) end) into number using p_word;
  if number is null then
    perform not_named(replace(p_refers::text, '_', ' '), p_word, '{}');
  end if;
  return number;
end $$;
comment on function row_named(text, name) is
  'A row of a table that is no type of record: by its id, its number, or its name where it has no id';

create or replace function row_shown(p_kind text, p_domain text, p_refers name, p_expression text) returns text
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
begin
  return case when p_domain is not null then format('(select lookup_name from lookup where lookup_id = %s)', p_expression)
    when p_kind = 'file' then format('(select attachment_filename from attachment where attachment_id = %s)', p_expression)
    when p_refers is null then field_shown(p_kind, null, p_expression)
    -- no name of a record that the caller does not see
    when p_refers = 'entity' or is_subtype(p_refers) then
      format('(select jsonb_build_object(''text'', entity_name, ''record'', record_hid(entity_id)) from entity where entity_id = %s)',
        p_expression)
    when has_table_privilege(p_refers::text, 'select') then
      format('(select jsonb_build_object(''text'', (%s)::text, ''table'', %L, ''row'', r.%3$I::text) from %2$I r where r.%3$I = %4$s)',
        shown_as(p_refers), p_refers, p_refers || '_id', p_expression)
    else format('%s::text', p_expression) end;
end $$;
comment on function row_shown(text, text, name, text) is
  'SQL for a value in a list of a table: the word of a list, {text, record} or {text, table, row} of a reference, else as field_shown';

create or replace function row_texts(p_table name) returns text
language sql stable security invoker set search_path = public, pg_temp
as $$
  select format('jsonb_build_object(%s)', string_agg(format('%L, %s', f.field, case
    when f.domain is not null then format('lookup_value(t.%I)', f.attribute)
    when f.kind = 'record' then format('(select record_hid(entity_id) from entity where entity_id = t.%I)', f.attribute)
    when f.refers is not null and (f.may_add or f.may_change) then
      format('(select %1$I from %2$I where %3$I = t.%4$I)', f.refers || '_hid', f.refers, f.refers || '_id', f.attribute)
    else column_text(p_table, f.attribute, case f.kind when 'file' then 'file/attachment' end, form_type_of(f.kind)) end), ', '))
  from table_columns(p_table) f
$$;
comment on function row_texts(name) is 'SQL for the row t of a table as its form states it: a text of each field, by its name';

create or replace function row_choices(p_table name) returns text[]
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
declare
  ids text[];
begin
  -- of many rows one is typed
  if p_table::text in (select source::text from list_tables())
    and exists (select from pg_attribute where attrelid = p_table::text::regclass and attname = p_table || '_hid') then
    execute format('select array(select %I from %I order by 1 limit 101)', p_table || '_hid', p_table) into ids;
  end if;
  return case when cardinality(ids) between 1 and 100 then ids end;
end $$;
comment on function row_choices(name) is 'The ids of the rows of a small table; null of a large one';
