-- Tables, types and fields of one's own: why one cannot be made, and the file that makes it. Nothing is written here: the file runs in a
-- migrate, as the owner, which then makes triggers, rights, views and forms of it.

create or replace function own_holder(p_wanted jsonb) returns name
language sql stable security invoker set search_path = public, pg_temp
as $$
  -- a new table, or the one that gets a field: of a type, or of rows by their word
  select case when p_wanted ->> 'what' not in ('type', 'table') then coalesce(
      (select entity_type_table from entity_type where entity_type_hid = record_type(p_wanted ->> 'record')),
      (select source from record_tables() where part = 'row'
        and p_wanted ->> 'record' in (own_word(source), replace(source, '_', '-'), source::text) order by is_own(source) limit 1))
    else own_table_name(p_wanted ->> 'name') end::name
$$;
comment on function own_holder(jsonb) is 'The table of a wanted table, type or field';

create or replace function own_rows(p_table name) returns boolean
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
declare
  some boolean := false;
begin
  if to_regclass(format('public.%I', p_table)) is not null then
    execute format('select exists (select from %I)', p_table) into some;
  end if;
  return some;
end $$;
comment on function own_rows(name) is 'Whether a table has rows that the caller sees';

create or replace function own_file(p_wanted jsonb) returns text
language sql stable security invoker set search_path = public, pg_temp
as $$
  select string_agg(statement || ';', E'\n' order by n) || E'\n'
  from unnest(case when p_wanted ->> 'what' = 'field' then own_field_statements(own_holder(p_wanted), p_wanted -> 'fields')
    when p_wanted ->> 'what' in ('type', 'table') then own_table_statements(p_wanted)
    else own_change_statements(p_wanted) end) with ordinality s (statement, n)
$$;
comment on function own_file(jsonb) is $$The file that makes a wanted table, type or field
@query own/file @call ownFile @param wanted @shape Wanted @column text null$$;

create or replace function own_check(p_wanted jsonb) returns table (role text, may boolean, faults text[], places text[])
language sql stable security definer set search_path = public, pg_temp
as $$
  select acting_role()::text, is_admin() and is_office(), coalesce(array_agg(fault order by n), '{}'),
    coalesce(array_agg(place order by n), '{}')
  -- a fault may name a value or a record: nobody else learns one
  from (select is_admin() and is_office() as allowed offset 0) a cross join lateral (
    select place, fault, row_number() over () as n from own_faults(p_wanted)
    where allowed and p_wanted ->> 'what' in ('type', 'table', 'field')
    union all
    select '', fault, row_number() over () from own_change_faults(p_wanted) f (fault)
    where allowed and p_wanted ->> 'what' not in ('type', 'table', 'field')) f
$$;
comment on function own_check(jsonb) is $$Whether the caller may make tables, and why a wanted table, type or field cannot be made
@query own/check @call checkOwn @param wanted @shape Wanted @column role null Acting role @column may null @column faults null
@column places null The part of what is wanted that each fault is about: name, label, fields.0; empty where it is all of it$$;

create or replace function own_holders() returns table (source name, word text, label text, part text)
language sql stable security invoker set search_path = public, pg_temp
as $$
  select t.source, own_word(t.source), case t.part when 'subtype' then type_label(t.record)
    else obj_description(t.source::text::regclass, 'pg_class') end, t.part
  from record_tables() t
  where t.part <> 'end' and t.source not in ('staff', 'person_private', 'development_tracking', 'attachment', 'participant')
$$;
comment on function own_holders() is $$Types and tables of records that take further fields
@query own/holders @call ownHolders @column source checked @column word checked As it is typed @column label null
@column part checked$$;

create or replace function own_lock(p_wanted jsonb) returns boolean
language plpgsql volatile security invoker set search_path = public, pg_temp
as $$
declare
  until timestamptz := clock_timestamp() + interval '15 seconds';
begin
  -- what is made takes locks on every table; for others who hold one it waits so long, and then gives up
  perform set_config('lock_timeout', '15s', true);
  lock table added_file in share row exclusive mode;
  -- All of them at once, before anything is changed: nobody writes a row between the look at what there is and the change, and nobody
  -- waits for a table in a circle with this, which PostgreSQL would end by undoing their work
  while not own_lock_all() loop
    if clock_timestamp() > until then
      raise lock_not_available using message = 'a table is held by somebody else';
    end if;
    perform pg_sleep(0.05 + random() * 0.2);
  end loop;
  perform set_config('lock_timeout', '15s', true);
  return true;
end $$;
comment on function own_lock(jsonb) is $$One after the other makes tables and fields, until the end of the transaction
@query own/lock @call lockOwn @param wanted @shape Wanted @column locked null$$;

create or replace function own_lock_all() returns boolean
language plpgsql volatile security invoker set search_path = public, pg_temp
as $$
declare
  source name;
  -- less than the second after which PostgreSQL looks for a circle
  until timestamptz := clock_timestamp() + interval '600 milliseconds';
begin
  -- First what each transaction of the program holds from its beginning (own_gate): those under way end, and the next ones wait there.
  -- Then views, as those who read them come by them.
  for source in select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('v', 'r')
    and relowner = 'satchel_owner'::regrole order by relname <> 'added_file', relkind = 'r', relname
  loop
    perform set_config('lock_timeout', greatest(1, ceil(extract(milliseconds from until - clock_timestamp())))::text || 'ms', true);
    execute format('lock table %I in access exclusive mode', source);
  end loop;
  return true;
exception when lock_not_available then
  -- what it had locked is free again
  return false;
end $$;
comment on function own_lock_all() is 'Locks every table and view, or none where one is held for longer than a moment';

create or replace function own_gate() returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
begin
  -- a statement that began before functions were made anew, and goes on after, would look for one that is gone
  lock table added_file in access share mode;
  return true;
end $$;
comment on function own_gate() is $$Waits at the beginning of a transaction until nobody makes tables, and keeps them from beginning until its end
@query own/gate @call ownGate @column open null$$;

create or replace function own_fill(p_wanted jsonb) returns integer
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
declare
  f jsonb;
begin
  -- as the owner, since without an administrator the office stands in, which makes no rules
  if not (is_admin() and is_office()) then
    raise exception 'only an administrator makes tables and fields' using errcode = '42501';
  end if;
  if p_wanted ->> 'what' = 'drop' then
    perform own_forget();
  elsif p_wanted ->> 'what' = 'rename' and p_wanted ->> 'field' is null then
    update entity_type set entity_type_name = coalesce(p_wanted ->> 'label', entity_type_name)
    where entity_type_table = own_holder(p_wanted);
  end if;
  for f in select * from jsonb_array_elements(p_wanted -> 'fields')
    where value ->> 'type' = 'choice' and p_wanted ->> 'what' in ('type', 'table', 'field') loop
    perform own_list(f ->> 'list', array(select jsonb_array_elements_text(f -> 'choices')));
  end loop;
  if p_wanted ->> 'what' = 'type' then
    perform own_rules(own_table_name(p_wanted ->> 'name'), array(select jsonb_array_elements_text(p_wanted -> 'under')),
      (p_wanted ->> 'top')::boolean);
    perform own_process(own_table_name(p_wanted ->> 'name'), array(select jsonb_array_elements_text(p_wanted -> 'stages')));
  end if;
  return jsonb_array_length(p_wanted -> 'fields');
end $$;
comment on function own_fill(jsonb) is $$Makes the lists of a wanted table, type or field, and the rules and the process of a type; under the acting role
@query own/fill @call fillOwn @param wanted @shape Wanted @column fields null$$;

create or replace function own_field_types() returns table (type text, about text)
language sql immutable
as $$
  values ('text', 'one line, up to 254 letters'), ('long-text', 'any text'), ('integer', 'a whole number'), ('number', 'a number'),
    ('money', 'an amount; its currency is a second field'), ('date', 'a day'), ('time', 'a day and an hour'), ('yes-no', 'yes or no'),
    ('choice', 'a word of a list'), ('email', 'an e-mail address'), ('phone', 'a telephone number'), ('web', 'a web address'),
    ('place', 'latitude and longitude'), ('file', 'a file of up to 25 MiB'), ('record', 'any record')
$$;
comment on function own_field_types() is $$The types of fields of one's own; a type of record is one as well, and names a record of that type
@query own/types @call ownTypes @column type checked @column about checked$$;

create or replace function own_listed() returns table (
  name text, what text, label text, of text, type text, rights text, file text, n bigint)
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
declare
  t record;
  seen bigint;
begin
  for t in select added_table_hid::name as source, added_table_part as part, added_table_record as record, added_table_rights as rights
    from added_table order by added_table_id
  loop
    seen := null;
    if has_table_privilege(t.source::text, 'select') then
      execute format('select count(*) from %I', t.source) into seen;
    end if;
    return query select own_word(t.source), case t.part when 'subtype' then 'type' else 'table' end,
      obj_description(t.source::text::regclass, 'pg_class'),
      case t.part when 'row' then coalesce(own_word(t.record), 'every type') end, null::text, t.rights, added_by.file, seen
      from (select own_made_by('create table ' || t.source || ' (') as file) added_by;
  end loop;
  return query select f.field, 'field', f.label, own_word(c.relname), case f.kind when 'boolean' then 'yes-no'
      when 'record' then coalesce(own_word(nullif(f.refers, 'entity')), 'record') when 'choice' then 'choice of ' || f.domain
      else f.kind end, null::text,
      own_made_by(case when is_own(c.relname) and own_made_by(format('alter table %s add column %s ', c.relname, f.attribute)) is null
        then 'create table ' || c.relname || ' (' else format('alter table %s add column %s ', c.relname, f.attribute) end), null::bigint
    from (select distinct r.source as relname from record_tables() r where r.part <> 'end') c cross join lateral table_fields(c.relname) f
    where is_own(f.attribute) and own_field(c.relname, f.field) = f.attribute and f.attribute !~ '_currency$'
    order by is_own(c.relname), c.relname, f.sort;
end $$;
comment on function own_listed() is $$Tables, types and fields of one's own, as far as the caller sees them
@query own/list @call listOwn @column name checked @column what checked @shape 'type' | 'table' | 'field' @column label null
@column of null Type or table that it belongs to @column type null Of a field @column rights null Of a type or table
@column file null File that made it @column n null Rows that the caller sees$$;

create or replace function own_prepare(p_wanted jsonb) returns integer
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
declare
  holder name := own_holder(p_wanted);
  f jsonb := p_wanted -> 'fields' -> 0;
begin
  if not (is_admin() and is_office()) then
    raise exception 'only an administrator makes tables and fields' using errcode = '42501';
  end if;
  if p_wanted ->> 'what' = 'drop' then
    create table dropped as select holder as source, field as attribute, own_lists(holder, field) as lists
    from own_field(holder, p_wanted ->> 'field') field;
    return 0;
  elsif p_wanted ->> 'what' <> 'retype' then
    return 0;
  end if;
  perform own_list(f ->> 'list', array(select jsonb_array_elements_text(coalesce(f -> 'choices', '[]'))))
  where f ->> 'type' = 'choice';
  -- both are gone again at the end
  create table retyped as
  select id, coalesce(lookup_id::text, value) as value, currency, holder as source, own_field(holder, f ->> 'name') as attribute
  from own_values(holder, own_field(holder, f ->> 'name'), f)
  left join lookup on f ->> 'type' = 'choice' and lookup_domain = f ->> 'list' and lookup_value = value where value is not null;
  return (select count(*) from retyped);
end $$;
comment on function own_prepare(jsonb) is $$Under the acting role, before the file runs: keeps what comes after it needs: the values of a field that gets another type, the lists of what is dropped
@query own/prepare @call prepareOwn @param wanted @shape Wanted @column values null$$;

create or replace function own_required_file(p_wanted jsonb) returns text
language sql stable security invoker set search_path = public, pg_temp
as $$
  select format(E'alter table %s alter column %s set not null;\n', holder, own_field(holder, p_wanted -> 'fields' -> 0 ->> 'name'))
  from (select own_holder(p_wanted) as holder) h
  where p_wanted ->> 'what' = 'retype' and (p_wanted -> 'fields' -> 0 ->> 'required')::boolean
$$;
comment on function own_required_file(jsonb) is $$The file that comes after that of a retyped field, where it is required; null where it is not
@query own/required @call ownRequired @param wanted @shape Wanted @column text null$$;

create or replace function record_files(p_entity bigint) returns table (
  source name, field text, row_id bigint, number bigint, name text, type text, size bigint, digest text)
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
declare
  t record;
begin
  for t in select r.source, r.key, f.field, f.attribute from (select distinct on (c.source) c.source, c.key from record_tables() c
      where c.part <> 'end' order by c.source, c.key) r
    cross join lateral file_columns(r.source) c cross join lateral (select * from table_fields(r.source) f where f.attribute = c) f
    where f.may_read and has_column_privilege(r.source::text, r.key::text, 'select') order by r.source, f.sort
  loop
    return query execute format('select %L::name, %L, t.%I, attachment_id, attachment_filename, attachment_type, attachment_size, '
      'attachment_digest from %I t join attachment on attachment_id = t.%I where t.%I = $1 order by 3', t.source, t.field,
      t.source || '_id', t.source, t.attribute, t.key) using p_entity;
  end loop;
end $$;
comment on function record_files(bigint) is $$Files in fields of a record and of its rows, as far as the caller sees them
@query records/files @call recordFiles @param entity Entity @column source checked Table @column field checked Name in commands
@column row_id checked Number of the row @column number checked Number of the file @column name checked @column type null
@column size checked @column digest checked SHA-256$$;
