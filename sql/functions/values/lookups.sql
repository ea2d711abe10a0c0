-- A reference to lookup must point into the list that its column is meant for. meta_fields (attribute "domain") says which.

create or replace function must_be_listed(p_table name, p_rows jsonb[]) returns void
language plpgsql stable security definer set search_path = public, pg_temp
as $$
declare
  fault record;
begin
  select m.meta_fields_field as field, m.meta_fields_value as domain into fault
  from meta_fields m
  -- hundreds of rows have few values of a list
  cross join lateral (select distinct (written ->> m.meta_fields_field)::bigint as id from unnest(p_rows) written) given
  join lookup l on l.lookup_id = given.id
  where m.meta_fields_table = p_table and m.meta_fields_attribute = 'domain' and l.lookup_domain <> m.meta_fields_value
  limit 1;
  if found then
    raise exception '% takes a value of the list "%"', fault.field, fault.domain
      using errcode = '23514', constraint = p_table || '_domain';
  end if;
end $$;
comment on function must_be_listed(name, jsonb[]) is
  'Refuses (23514) rows of a table that point into another list than their column is meant for';
