-- The only place where a reply touches people's rows. SECURITY INVOKER: it runs under the sender's role, and PostgreSQL's
-- grants, row security and constraints judge it. Row security refuses by touching 0 rows without an error, so rows are counted.

create or replace function write_slot(p_write jsonb) returns bigint
language plpgsql volatile security invoker set search_path = public, pg_temp set timezone = 'UTC'
as $$
declare
  target name := p_write ->> 'table';
  columns text;
  sources text;
  touched bigint;
  written bigint;
begin
  select string_agg(quote_ident(f.name), ', ' order by f.name),
    string_agg(case
      when f.domain is not null then format('lookup_find(%L, %L)', f.domain, f.value)
      else format('%L::%s', f.value, format_type(atttypid, atttypmod)) end, ', ' order by f.name)
  into columns, sources
  from (
    select value ->> 'column' as name, value ->> 'domain' as domain, value ->> 'value' as value
    from jsonb_array_elements(p_write -> 'fields')
    union all
    select key, null, value from jsonb_each_text(case when p_write ->> 'verb' = 'insert' then p_write -> 'defaults' else '{}' end)
    union all
    select target || '_entity', null, p_write ->> 'entity' where p_write ->> 'verb' = 'insert') f
  join pg_attribute on attrelid = format('public.%I', target)::regclass and attname = f.name;

  if p_write ->> 'verb' = 'insert' then
    execute format('insert into %I (%s) values (%s) returning %I', target, columns, sources, target || '_id') into written;
    get diagnostics touched = row_count;
  elsif p_write ->> 'verb' in ('delete', 'merge') then -- merge: what the row has become stands in another
    execute format('delete from %I where %I = $1 and %I = $2 returning %I', target, target || '_id', target || '_entity', target || '_id')
    into written using (p_write ->> 'row')::bigint, (p_write ->> 'entity')::bigint;
    get diagnostics touched = row_count;
  else
    execute format('update %I set (%s) = row(%s) where %I = $1%s returning %I', target, columns, sources, target || '_id',
      case when (p_write ->> 'own')::boolean then '' else format(' and %I = $2', target || '_entity') end, target || '_id')
    into written using (p_write ->> 'row')::bigint, (p_write ->> 'entity')::bigint;
    get diagnostics touched = row_count;
  end if;
  if touched <> 1 then
    raise exception 'the role may not change this row' using errcode = '42501';
  end if;
  return written;
end $$;
comment on function write_slot(jsonb) is 'Makes one planned write with the caller''s rights and returns the row''s key; 42501 where no row was touched';
