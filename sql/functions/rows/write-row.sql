-- The steps of writing a row by hand: values are read, compared with what stands, and written.

create or replace function row_told(p_source name, p_new boolean, p_stands jsonb, p_was jsonb, p_wanted jsonb, p_zone text)
returns jsonb
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
declare
  faults jsonb := '{}';
  kept jsonb := '{}';
  given jsonb := '{}';
  f record;
  read jsonb;
begin
  for f in select * from table_columns(p_source) c where p_wanted ? c.field order by c.sort loop
    continue when nullif(p_wanted ->> f.field, '') is not distinct from p_stands ->> f.field;
    read := case when not case when p_new then f.may_add else f.may_change end then '{"fault": "no-right"}'
      else row_value(p_source, f.field, f.kind, f.refers, p_wanted ->> f.field, p_zone) end;
    if read ? 'fault' or f.required and read ->> 'text' is null then
      faults := faults || jsonb_build_object(f.field, coalesce(read ->> 'fault', 'required'));
    elsif read ->> 'text' is not distinct from p_stands ->> f.field then
      null;
    elsif not p_new and nullif(p_was ->> f.field, '') is distinct from p_stands ->> f.field then
      -- what somebody else wrote since the writer looked stays
      kept := kept || jsonb_build_object(f.field, p_stands -> f.field);
    else
      given := given || jsonb_build_object(f.attribute, row_column(f.domain, f.kind, f.refers, read));
    end if;
  end loop;
  if p_new then
    select faults || coalesce(jsonb_object_agg(c.field, 'required'), '{}') into faults from table_columns(p_source) c
    where c.required and c.may_add and not p_wanted ? c.field;
  end if;
  return jsonb_build_object('faults', faults, 'kept', kept, 'given', given);
end $$;
comment on function row_told(name, boolean, jsonb, jsonb, jsonb, text) is
  'What is to be written of a row, by column; what cannot be, by field and why; and what somebody else changed since the writer saw it';

create or replace function row_value(p_source name, p_field text, p_kind text, p_refers name, p_text text, p_zone text) returns jsonb
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
declare
  said text := normal_text(p_text);
  read jsonb;
  number bigint;
begin
  if said is null then
    return '{"text": null}';
  elsif p_refers is not null and p_kind not in ('record', 'choice') then
    execute format('select %I from %I where %I = $1', p_refers || '_id', p_refers, p_refers || '_hid') into number using said;
    return case when number is null then '{"fault": "not-there"}' else jsonb_build_object('text', said, 'id', number) end;
  end if;
  read := read_value(p_source, p_field, p_text, p_zone);
  return case when read ? 'fault' then read else jsonb_build_object('text', read -> 'value') end;
end $$;
comment on function row_value(name, text, text, name, text, text) is
  'Reads one typed value for a field of a table: {text} as its form shows it, with the number of the row that it names, or {fault}';

create or replace function row_column(p_domain text, p_kind text, p_refers name, p_read jsonb) returns jsonb
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
declare
  said text := p_read ->> 'text';
begin
  return case when said is null then 'null'::jsonb
    when p_domain is not null then to_jsonb(lookup_find(p_domain, said))
    when p_kind = 'record' then to_jsonb(reference_find('record/' || p_refers, said, null))
    when p_read ? 'id' then p_read -> 'id' else to_jsonb(said) end;
end $$;
comment on function row_column(text, text, name, jsonb) is 'A value that was read, as its column holds it';

create or replace function row_written(p_source name, p_id bigint, p_given jsonb) returns bigint
language plpgsql volatile security invoker set search_path = public, pg_temp set timezone = 'UTC'
as $$
declare
  number bigint;
  key text := format('%I', p_source || '_id');
begin
  if p_id is null then
    execute format('insert into %I (%s) select %2$s from jsonb_populate_record(null::%1$I, $1) returning %3$s', p_source, (
      select string_agg(quote_ident(k), ', ') from jsonb_object_keys(p_given) k), key) into number using jsonb_strip_nulls(p_given);
  else
    execute format('update %I t set %s from jsonb_populate_record(null::%1$I, $1) n where t.%3$s = $2 returning t.%3$s', p_source, (
      select string_agg(format('%1$I = n.%1$I', k), ', ') from jsonb_object_keys(p_given) k), key) into number using p_given, p_id;
  end if;
  if number is null then
    raise exception 'new row violates row-level security policy for table "%"', p_source using errcode = '42501';
  end if;
  return number;
end $$;
comment on function row_written(name, bigint, jsonb) is 'Inserts a row, or updates one, with the rights of the caller; its number';
