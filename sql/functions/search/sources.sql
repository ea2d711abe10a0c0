-- What a search reads of each type, from the catalog of records and fields: a new type or column needs no line here. Private notes and
-- person_private are rows beside a record, and no field of it, so they are never read.

create or replace function search_types() returns table (type bigint, hid text, source name)
language sql stable security invoker set search_path = public, pg_temp set plan_cache_mode = force_generic_plan
as $$
  -- those whose rows the acting role may read: of the others it sees the name in entity alone
  select entity_type_id, entity_type_hid, entity_type_table from entity_type
  where entity_type_table in (select r.source from record_tables() r where part = 'subtype')
    and has_table_privilege(acting_role(), entity_type_table::regclass, 'select')
  order by entity_type_id
$$;
comment on function search_types() is 'Types of records whose fields the acting role may read';

create or replace function search_columns(p_table name) returns name[]
language sql stable security invoker set search_path = public, pg_temp
as $$
  -- fields in which people write words: not codes, whose form a check fixes, and not what entity_name says already; of colleagues none
  select array_agg(attribute order by sort) from table_fields(p_table) f
  where p_table <> 'staff' and (kind in ('text', 'long-text') or is_own(attribute) and kind in ('email', 'phone', 'web'))
    and attribute not in ('person_given', 'person_family', p_table || '_name', p_table || '_hid')
    and (is_own(attribute) or not exists (select from pg_constraint join pg_attribute on attrelid = conrelid and conkey = array[attnum]
      where conrelid = p_table::text::regclass and contype = 'c' and attname = attribute and pg_get_constraintdef(oid) like '%~ ''^%'))
$$;
comment on function search_columns(name) is 'Columns of a record''s own table that a search reads as text';

create or replace function search_text(p_table name, out expression text, out filled text, out words text)
language sql stable security invoker set search_path = public, pg_temp set plan_cache_mode = force_generic_plan
as $$
  -- as the index has it: only so a search uses it
  select expression, pg_get_expr(indpred, indrelid), substring(expression from '^search_vector\((.*)\)$')
  from pg_index, lateral (select pg_get_expr(indexprs, indrelid) as expression) e
  where indexrelid = to_regclass(format('public.%I', p_table || '_search_index'))
$$;
comment on function search_text(name) is
  'SQL for the words of a row of a record''s table, for whether it has any, and for its text; null where there is no such column';

create or replace function make_search_indexes() returns void
language plpgsql volatile security invoker set search_path = public, pg_temp
as $$
declare
  t record;
begin
  create index entity_search_index on entity using gin (search_form(entity_name) gin_trgm_ops);
  create index address_search_index on address using gin (search_form(address_city) gin_trgm_ops) where address_city is not null;
  create index attachment_search_index on attachment using gin (search_form(attachment_filename) gin_trgm_ops)
    where attachment_field is not null;
  for t in select source, string_agg(format('coalesce(%s, '''')', c), ' || '' '' || ' order by n) filter (where c is not null) as words,
      string_agg(c || ' is not null', ' or ' order by n) as filled
    from record_tables()
      left join lateral (select quote_ident(c) as c, n from unnest(search_columns(source)) with ordinality u (c, n)) u on true
    where part = 'subtype' group by source order by source
  loop
    execute format('create index %I on %I (id_folded(%I))', t.source || '_search_hid_index', t.source, t.source || '_hid');
    if t.filled is not null then
      execute format('create index %I on %I using gin (search_vector(%s)) where %s', t.source || '_search_index', t.source, t.words,
        t.filled);
    end if;
  end loop;
  for t in select * from own_phones() loop
    execute format('create index on %I using gin (phone_digits(%I) gin_trgm_ops) where %2$I is not null', t.source, t.attribute);
  end loop;
  perform make_own_hits();
end $$;
comment on function make_search_indexes() is
  'Makes the indexes of the search. They went with the functions that they are made of, so they never hold what an earlier rule said';

create or replace function seen_rule() returns text
language sql stable security invoker set search_path = public, pg_temp set plan_cache_mode = force_generic_plan
as $$
  -- The rules themselves, read from the catalog. A condition like "has these words" may not look into an index before row security was
  -- asked, so a search that went through row security would read all records.
  select format('(%s)%s', coalesce(string_agg(format('(%s)', qual), ' or ') filter (where polpermissive), 'false'),
    coalesce(string_agg(format(' and (%s)', qual), '') filter (where not polpermissive), ''))
  from (select pg_get_expr(polqual, polrelid) as qual, polpermissive from pg_policy
    where polrelid = 'entity'::regclass and polcmd in ('*', 'r')
      and exists (select from unnest(polroles) r where r = 0 or pg_has_role(acting_role(), r, 'usage'))) p
$$;
comment on function seen_rule() is
  'SQL for whether the acting role sees a row of entity, for definer functions, which row security lets see all';

create or replace function seen_records() returns text
language sql stable security invoker set search_path = public, pg_temp
as $$ select format('(select * from entity where %s)', seen_rule()) $$;
comment on function seen_records() is 'SQL for the records that the acting role sees';
