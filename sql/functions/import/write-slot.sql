-- The only place where a reply touches people's rows. SECURITY INVOKER: it runs under the sender's role, and PostgreSQL's
-- grants, row security and constraints judge it. Row security refuses by touching 0 rows without an error, so rows are counted.

create or replace function write_slot(p_write jsonb) returns bigint
language plpgsql volatile security invoker set search_path = public, pg_temp set timezone = 'UTC' set plan_cache_mode = force_generic_plan
as $$
declare
  target name := p_write ->> 'table';
  verb text := p_write ->> 'verb';
  -- merge: what the row has become stands in another
  fields jsonb := case when verb in ('delete', 'merge') then '[]' else p_write -> 'fields' end;
  kind text;
  given text;
  statement text;
  written bigint;
begin
  if verb = 'insert' then
    fields := fields || jsonb_build_object('column', target || '_entity', 'value', p_write ->> 'entity')
      || (select coalesce(jsonb_agg(jsonb_build_object('column', key, 'value', value)), '[]') from jsonb_each_text(p_write -> 'defaults'));
  end if;
  select string_agg(concat_ws('=', value ->> 'column', value ->> 'domain'), ' ' order by value ->> 'column'),
    string_agg(quote_nullable(value ->> 'value'), ', ' order by value ->> 'column')
  into kind, given from jsonb_array_elements(fields);
  statement := kept_name(concat_ws('/', 'write', target, verb, p_write ->> 'own', kind));
  if not is_kept(statement) then
    perform keep_write(statement, target, verb, (p_write ->> 'own')::boolean, fields);
  end if;
  execute format('execute %I(%s)', statement,
    concat_ws(', ', quote_nullable(p_write ->> 'row'), quote_nullable(p_write ->> 'entity'), given)) into written;
  if written is null then
    raise exception 'the role may not change this row' using errcode = '42501';
  end if;
  return written;
end $$;
comment on function write_slot(jsonb) is
  'Makes one planned write with the caller''s rights and returns the row''s key; 42501 where no row was touched';

create or replace function keep_write(p_statement text, p_table name, p_verb text, p_own boolean, p_fields jsonb) returns void
language plpgsql volatile security invoker set search_path = public, pg_temp
as $$
declare
  columns text;
  sources text;
  row_key text := format('%I = $1', p_table || '_id') || case when p_own then '' else format(' and %I = $2', p_table || '_entity') end;
begin
  -- $1 row, $2 record, then the values as text by column
  select string_agg(quote_ident(f.name), ', ' order by f.name),
    string_agg(case
      when f.domain is not null then format('lookup_find(%L, $%s)', f.domain, f.place)
      else format('$%s::%s', f.place, format_type(atttypid, atttypmod)) end, ', ' order by f.name)
  into columns, sources
  from (select value ->> 'column' as name, value ->> 'domain' as domain, row_number() over (order by value ->> 'column') + 2 as place
    from jsonb_array_elements(p_fields)) f
  join pg_attribute on attrelid = format('public.%I', p_table)::regclass and attname = f.name;
  perform keep_statement(p_statement, 'bigint, bigint' || repeat(', text', jsonb_array_length(p_fields)), case
    when p_verb = 'insert' then format('insert into %I (%s) values (%s)', p_table, columns, sources)
    when p_verb in ('delete', 'merge') then format('delete from %I where %s', p_table, row_key)
    else format('update %I set (%s) = row(%s) where %s', p_table, columns, sources, row_key) end
    || format(' returning %I', p_table || '_id'));
end $$;
comment on function keep_write(text, name, text, boolean, jsonb) is 'Prepares the statement of a write for write_slot';
