-- Records found by what people type, listed by filters, and searches that they keep. find_records and find_facets run as owner of the
-- tables, over the records that row security shows the acting role and the tables that it may read: other records are neither found nor
-- counted. list_records is an ordinary statement under the rights of the caller.

create or replace function find_records(p_words text, p_type text default null, p_owner text default null, p_group text default null,
  p_stage text default null, p_limit integer default 20, p_removed boolean default false)
returns table (entity bigint, hid text, name text, type text, owner text, matched text, near boolean, removed text)
language plpgsql stable security definer set search_path = public, pg_temp
as $$
declare
  asked record;
  ids text;
begin
  ids := (select 'case f.type ' || string_agg(case when is_own(t.source) then format('when %s then record_hid(f.id)', t.type)
    else format('when %s then (select %I from %I where %I = f.id)', t.type, t.source || '_hid', t.source, t.source || '_id') end, ' ')
    || ' end' from search_types() t);
  -- names that are like it, where nothing has the words themselves
  foreach near in array '{false,true}'::boolean[] loop
    select * into asked from search_statement(p_words, near, '{}');
    return query execute asked.opening || format('
      select f.id, %s, f.name, t.entity_type_hid, (select o.entity_name from %s o where o.entity_id = f.owner), %s, $8,
        f.removed::date::text
      from (select * from found order by score desc, name, id limit %s) f join entity_type t on t.entity_type_id = f.type
      order by f.score desc, f.name, f.id', coalesce(ids, 'null'), seen_records(),
      search_shown(asked.contact, asked.city, asked.query, asked.digits),
      greatest(p_limit, 0))
    using asked.p_values, p_removed, (select entity_type_id from entity_type where entity_type_hid = 'person'), type_named(p_type),
      owner_named(p_owner), group_named(p_group), stage_named(p_stage), near;
    -- an id or a number that is nearly right is another record's
    exit when found or p_words ~ '[0-9]';
  end loop;
end $$;
comment on function find_records(text, text, text, text, text, integer, boolean) is
  $$Records of every type that have these words, the best first
@query search/find @call findRecords @use people @param words Half a name, number, e-mail address, city, word of a field
@param type = Type of record @param owner = Owner @param group = Group @param stage = Stage @param limit =20 How many
@param removed =false Removed records, too @column entity checked Entity @column hid null Human id @column name checked Name
@column type checked Type @column owner null Owner @column matched null What else than the name was found
@column near checked Whether it is only like the words @column removed null Removed on$$;

create or replace function find_facets(p_words text, p_type text default null, p_owner text default null, p_group text default null,
  p_stage text default null, p_removed boolean default false)
returns table (facet text, value text, name text, records bigint)
language plpgsql stable security definer set search_path = public, pg_temp
as $$
declare
  asked record;
begin
  select * into asked from search_statement(p_words, false, '{}');
  return query execute asked.opening || format($sql$, counted as (
    select 'type' as facet, entity_type_hid as value, type_label(entity_type_hid) as name, count(*) as records
    from found join entity_type on entity_type_id = type group by 2, 3
    union all select 'owner', (select staff_hid from staff where staff_id = o.entity_id), o.entity_name, count(*)
    from found left join %1$s o on o.entity_id = owner group by 2, 3
    union all select 'group', (select grp_hid from grp where grp_id = g.entity_id), g.entity_name, count(*)
    from found join member on member_entity = id join %1$s g on g.entity_id = member_grp and g.entity_deleted is null group by 2, 3%2$s)
    select facet, value, name, records from (
      select *, row_number() over (partition by facet order by records desc, name) as place from counted) c
    where place <= 20 order by array_position(array['type', 'owner', 'group', 'stage'], facet), records desc, name$sql$, seen_records(),
    case when has_table_privilege(acting_role(), 'development_tracking', 'select') then $sql$
    union all select 'stage', development_stage_hid, development_stage_name, count(*)
    from found join development_tracking on development_tracking_entity = id and development_tracking_finished is null
      join development_stage on development_stage_id = development_tracking_stage group by 2, 3$sql$ end)
  using asked.p_values, p_removed, (select entity_type_id from entity_type where entity_type_hid = 'person'), type_named(p_type),
    owner_named(p_owner), group_named(p_group), stage_named(p_stage);
end $$;
comment on function find_facets(text, text, text, text, text, boolean) is
  $$How many of the records that have these words are of each type, owner, group and stage
@query search/facets @call findFacets @use people @param words Words @param type = Type of record @param owner = Owner
@param group = Group @param stage = Stage @param removed =false Removed records, too @column facet checked Type, owner, group or stage
@column value null What --type and its like take @column name null Name @column records checked Records$$;

create or replace function list_records(p_type text, p_filters text[] default '{}', p_owner text default null, p_group text default null,
  p_stage text default null, p_sort text default 'name', p_columns text[] default '{}', p_limit integer default 100,
  p_after text default null, p_removed boolean default false)
returns table (entity bigint, hid text, name text, type text, owner text, fields jsonb)
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
declare
  kind bigint := type_named(p_type);
  sort record;
  shown text;
  filters text[] := '{}';
  vals text[] := '{}';
  said record;
  source name;
  base text;
  after bigint;
  falling boolean := p_sort like '-%';
begin
  select entity_type_hid, entity_type_table into type, source from entity_type where entity_type_id = kind;
  if type is null then
    raise exception 'name a type of record' using errcode = '22023', constraint = 'search_name',
      hint = (select string_agg(entity_type_hid, ', ' order by entity_type_id) from entity_type);
  end if;
  if not has_table_privilege(source::text, 'select') then
    raise exception 'permission denied for table %', source using errcode = '42501';
  end if;
  sort := list_field(type, coalesce(nullif(ltrim(p_sort, '-'), ''), 'name'));
  shown := (select string_agg(format('%L, %s', c, field_shown(f.kind, f.domain, f.expression)), ', ' order by n)
    from unnest(p_columns) with ordinality u (c, n),
      lateral (select * from list_field(type, c) as (field text, kind text, domain text, choices text[], refers name, expression text)) f);
  for said in select f as filter from unnest(p_filters) f loop
    select v.p_values, filters || v.filter into vals, filters from list_filter(type, said.filter, vals) v;
  end loop;
  base := format('from entity e join %I t on t.%I = e.entity_id', source, source || '_id');
  if coalesce(p_after, '') <> '' then
    after := find_entity(p_after);
    if after is null then
      perform not_named('record', p_after, '{}');
    end if;
  end if;
  return query execute format('select e.entity_id, t.%I, e.entity_name, %L,
      (select o.entity_name from entity o where o.entity_id = e.entity_owner), jsonb_build_object(%s) %s%s
    where e.entity_type = $2 and e.entity_merged is null and (e.entity_deleted is null or $3) and ($4 is null or e.entity_owner = $4)
      and ($5 is null or exists (select from member where member_grp = $5 and member_entity = e.entity_id))
      and ($6 is null or exists (select from development_tracking where development_tracking_entity = e.entity_id
        and development_tracking_stage = any ($6) and development_tracking_finished is null))%s%s
    order by %s%s, e.entity_id limit %s', source || '_hid', type, coalesce(shown, ''), base,
    case when after is not null and (sort.field <> 'name' or falling)
      then format(', lateral (select %s as v, e.entity_id as id %s where e.entity_id = $7) a', sort.expression, base) end,
    (select string_agg(format(' and (%s)', f), '') from unnest(filters) f),
    -- those without a value come last, in either direction; by name a page begins in the index
    case when after is not null and sort.field = 'name' and not falling then ' and (e.entity_name, e.entity_id) > ($8, $7)'
      when after is not null then format(' and (case when a.v is null then %1$s is null and e.entity_id > a.id
      else %1$s is null or %1$s %2$s a.v or %1$s = a.v and e.entity_id > a.id end)',
      sort.expression, case when falling then '<' else '>' end) end,
    sort.expression, case when falling then ' desc nulls last' end, greatest(p_limit, 0))
  using vals, kind, p_removed, owner_named(p_owner), group_named(p_group), stage_named(p_stage), after,
    (select entity_name from entity where entity_id = after);
end $$;
comment on function list_records(text, text[], text, text, text, text, text[], integer, text, boolean) is
  $$Records of one type, filtered, sorted and a page at a time
@query search/list @call listRecords @use people @param type Type of record @param filters ={} Filters like amount>=1000
@param owner = Owner @param group = Group @param stage = Stage @param sort =name Field; -field in falling order
@param columns ={} Fields that are shown @param limit =100 How many @param after = Human id of the last record of the page before
@param removed =false Removed records, too @column entity checked Entity @column hid null Human id @column name checked Name
@column type checked Type @column owner null Owner @column fields checked Fields @shape Record<string, unknown>$$;

create or replace function save_search(p_name text, p_search jsonb) returns text
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
declare
  hid text := 'user/' || regexp_replace(lower(btrim(p_name)), '^user/', '');
begin
  if my_staff() is null then
    raise exception 'searches are kept by staff' using errcode = '42501';
  elsif hid !~ '^user/[a-z0-9-]+$' then
    raise exception '"%" is no name of a query', p_name using errcode = '22023', constraint = 'search_name',
      hint = 'small letters, digits and dashes: maize-moshi';
  end if;
  -- one of one's own is replaced; whose another is, nobody else is told
  insert into query (query_hid, query_about, query_returns, query_use, query_sql, query_search, query_owner)
  values (hid, case when p_search ? 'words' then format('Search: %s', p_search ->> 'words')
      else concat_ws(' ', 'List:', coalesce(p_search ->> 'table', p_search ->> 'type'),
        (select string_agg(f, ' ') from jsonb_array_elements_text(p_search -> 'filters') f)) end,
    'many', 'people', search_call(p_search), p_search, acting_role())
  on conflict (query_hid) do update set query_about = excluded.query_about, query_params = '', query_columns = '',
    query_sql = excluded.query_sql, query_search = excluded.query_search
  where query.query_owner = acting_role() and not query.query_shipped;
  if not found then
    raise exception 'the name "%" is taken', hid using errcode = '22023', constraint = 'search_name', hint = 'choose another';
  end if;
  return hid;
end $$;
comment on function save_search(text, jsonb) is
  $$Keeps a search as a query of the acting staff member, in place of one of theirs of that name
@query search/save @call saveSearch @param name Name @param search What it looks for @shape SavedSearch
@column query checked Name of the query$$;

create or replace function forget_search(p_name text) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
begin
  delete from query where query_hid = 'user/' || regexp_replace(lower(btrim(p_name)), '^user/', '') and query_owner = acting_role()
    and query_search is not null and not query_shipped;
  return found;
end $$;
comment on function forget_search(text) is $$Removes a search that the acting staff member kept; false where there is none of that name
@query search/forget @call forgetSearch @param name Name @column forgotten checked$$;

create or replace function keep_own_query(p_name text, p_about text, p_text text) returns text
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
declare
  hid text := 'user/' || regexp_replace(lower(btrim(p_name)), '^user/', '');
begin
  if not is_office() then
    raise exception 'queries are kept by the office' using errcode = '42501';
  elsif hid !~ '^user/[a-z0-9-]+$' then
    raise exception '"%" is no name of a query', p_name using errcode = '22023', constraint = 'search_name',
      hint = 'small letters, digits and dashes: maize-moshi';
  end if;
  -- its text is only kept here: it runs under its owner's login (run_own). A saved search is no text to write over
  insert into query (query_hid, query_about, query_returns, query_use, query_sql, query_owner)
  values (hid, btrim(p_about), 'many', 'people', p_text, acting_role())
  on conflict (query_hid) do update set query_about = excluded.query_about, query_sql = excluded.query_sql
  where query.query_owner = acting_role() and not query.query_shipped and query.query_search is null;
  if not found then
    raise exception 'the name "%" is taken', hid using errcode = '22023', constraint = 'search_name', hint = 'choose another';
  end if;
  return hid;
end $$;
comment on function keep_own_query(text, text, text) is
  $$Keeps SQL as a query of the acting staff member, in place of one of theirs of that name
@query queries/keep-own @call keepOwnQuery @param name Name @param about What it is for @param text SQL
@column query checked Name of the query$$;

create or replace function drop_own_query(p_name text) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
begin
  delete from query where query_hid = p_name and query_owner = acting_role() and query_search is null and not query_shipped;
  return found;
end $$;
comment on function drop_own_query(text) is $$Removes a query that the acting staff member kept; false where there is none of that name
@query queries/drop-own @call dropOwnQuery @param name Name @column dropped checked$$;
