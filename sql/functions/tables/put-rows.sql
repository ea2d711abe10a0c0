-- Rows of a file into their tables: new ones are added, gaps of the others filled. Checks, triggers and row security decide; where a
-- statement is refused, its rows are tried in halves until each that cannot be written stands alone.

create or replace function file_write(p_type text, p_page file_row[], p_overwrite boolean) returns file_row[]
language plpgsql volatile security invoker set search_path = public, pg_temp
as $$
declare
  due file_row[] := array(select r from unnest(p_page) r where r.outcome in ('new', 'same') order by r.line);
  half integer;
  page file_row[];
  state text;
  refused_constraint text;
  refused_column text;
  refused_table text;
begin
  if due = '{}' then
    return p_page;
  end if;
  begin
    page := file_fill(p_type, file_add(p_type, due), p_overwrite);
  exception when data_exception or integrity_constraint_violation or insufficient_privilege or raise_exception
    or object_not_in_prerequisite_state then
    get stacked diagnostics state = returned_sqlstate, refused_constraint = constraint_name, refused_column = column_name,
      refused_table = table_name;
  end;
  if state is not null and cardinality(due) = 1 then
    page := array[file_row_as(due[1], 'fault', due[1].record, null,
      file_refusal(p_type, state, refused_constraint, refused_table, refused_column))];
  elsif state is not null then
    half := cardinality(due) / 2;
    page := file_write(p_type, due[:half], p_overwrite) || file_write(p_type, due[half + 1:], p_overwrite);
  end if;
  return array(select case when w.line is null then r else w end
    from unnest(p_page) r left join unnest(page) w on w.line = r.line order by r.line);
end $$;
comment on function file_write(text, file_row[], boolean) is
  'Writes the rows of a page that are new or known, and gives each that is refused its fault';

create or replace function file_refusal(p_type text, p_state text, p_constraint text, p_table text, p_column text) returns jsonb
language sql stable security invoker set search_path = public, pg_temp
as $$
  -- the field of the column that the refusal names, or that its constraint is about; never a value
  with about as (
    select coalesce(nullif(p_column, ''), (
      select min(attname) from pg_constraint join pg_attribute on attrelid = conrelid and attnum = any (conkey)
      where conname = p_constraint and connamespace = 'public'::regnamespace and cardinality(conkey) = 1)::text) as attribute)
  select jsonb_build_array(jsonb_build_object('field', (select field from file_fields(p_type) f where f.attribute = about.attribute),
    'fault', case when p_state = '42501' then 'right' when p_state = '23502' then 'missing' when p_state = '23503' then 'unknown'
      when p_state = '23505' then case when about.attribute like '%\_hid' then 'taken' else 'twice' end
      when p_state like '22%' then 'value' else 'rule' end, 'rule', nullif(p_constraint, '')))
  from about
$$;
comment on function file_refusal(text, text, text, text, text) is 'Why a row was refused, from the error of the database';

create or replace function file_add(p_type text, p_page file_row[]) returns file_row[]
language plpgsql volatile security invoker set search_path = public, pg_temp set enable_seqscan = off
as $$
declare
  about record;
  fields text;
  news integer[] := array(select r.line from unnest(p_page) r where r.outcome = 'new' order by r.line);
  made bigint[];
begin
  if news = '{}' then
    return p_page;
  end if;
  select * into about from file_types() t where t.type = p_type;
  select string_agg(quote_ident(name), ', ') into fields from (
    select distinct name from unnest(p_page) r, jsonb_object_keys(r.given) name
    where r.outcome = 'new' and name not like 'entity\_%') given;
  if about.part = 'subtype' then
    insert into entity (entity_uuid, entity_type, entity_name, entity_owner, entity_parent, entity_created, entity_creator)
    select r.uuid, entity_type_id, record_name(about.source, r.given), (r.given ->> 'entity_owner')::bigint,
      (r.given ->> 'entity_parent')::bigint, clock_timestamp(), acting_role()
    from unnest(p_page) r cross join entity_type where r.outcome = 'new' and entity_type_hid = about.source order by r.line;
    execute format('insert into %1$I (%2$s) select e.entity_id%3$s from unnest($1) r
      cross join lateral (select entity_id from entity where entity_uuid = r.uuid offset 0) e
      cross join lateral jsonb_populate_record(null::%1$I, r.given) n where r.outcome = ''new'' order by r.line',
      about.source, concat_ws(', ', about.source || '_id', fields), coalesce(', ' || fields, '')) using p_page;
    made := array(select e.entity_id from unnest(p_page) r
      left join lateral (select entity_id from entity where entity_uuid = r.uuid offset 0) e on true
      where r.outcome = 'new' order by r.line);
    -- one that nobody owns stays so, where the file says it
    if exists (select from unnest(p_page) r where r.outcome = 'new' and r.said -> 'owner' = 'null') and is_office() then
      update entity set entity_owner = null where entity_uuid = any (
        array(select r.uuid from unnest(p_page) r where r.outcome = 'new' and r.said -> 'owner' = 'null'));
    end if;
  else
    execute format('with added as (insert into %1$I (%2$s) select %2$s from unnest($1) r
        cross join lateral jsonb_populate_record(null::%1$I, r.given) n where r.outcome = ''new'' order by r.line returning %3$I as id)
      select array_agg(id order by id) from added', about.source, fields, about.source || '_id') into made using p_page;
  end if;
  return array(select case when r.outcome <> 'new' then r
      else file_row_as(r, 'new', case when about.part = 'subtype' then m.id else r.record end, m.id, r.faults) end
    from unnest(p_page) r left join unnest(news, made) m (line, id) on m.line = r.line order by r.line);
end $$;
comment on function file_add(text, file_row[]) is 'Adds the rows of a page that are new';

create or replace function file_fill(p_type text, p_page file_row[], p_overwrite boolean) returns file_row[]
language plpgsql volatile security invoker set search_path = public, pg_temp set enable_seqscan = off
  set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
  about record;
  fields name[];
  filled integer[] := '{}';
  placed integer[] := '{}';
  page file_row[] := p_page;
begin
  if not exists (select from unnest(p_page) r where r.outcome = 'same' and r.id is not null) then
    return p_page;
  end if;
  select * into about from file_types() t where t.type = p_type;
  fields := array(select distinct name from unnest(p_page) r, jsonb_object_keys(r.given) name
    where r.outcome = 'same' and name not like 'entity\_%' and name not in (about.source || '_hid', about.record_key) order by 1);
  page := file_differences(p_type, page, fields, p_overwrite);
  if fields <> '{}' and exists (select from unnest(page) r where r.told @> '{due}') then
    execute format('with written as (update %1$I t set %2$s from unnest($1) r
        cross join lateral jsonb_populate_record(null::%1$I, r.given) n where t.%3$I = r.id and r.told @> ''{due}'' returning r.line)
      select coalesce(array_agg(line), ''{}'') from written', about.source, (
        select string_agg(format('%1$I = %2$s', f, file_pick(about.source, f, p_overwrite)), ', ') from unnest(fields) f),
      about.source || '_id') into filled using page;
  end if;
  if about.part = 'subtype' and is_office() then
    with moved as (
      update entity set entity_parent = (r.given ->> 'entity_parent')::bigint from unnest(page) r
      where entity_id = r.id and r.outcome = 'same' and entity_parent is null and r.given ->> 'entity_parent' is not null returning r.line)
    select coalesce(array_agg(line), '{}') into placed from moved;
  end if;
  return array(select case when r.outcome = 'same' and (r.line = any (filled) or r.line = any (placed))
      then file_row_as(r, 'filled', r.record, r.id, r.faults) else r end from unnest(page) r order by r.line);
end $$;
comment on function file_fill(text, file_row[], boolean) is
  'Fills what is empty of rows that were there, or overwrites what differs, and tells what differs and was kept';

create or replace function file_pick(p_source name, p_column name, p_overwrite boolean) returns text
language sql stable security invoker set search_path = public, pg_temp
as $$
  -- SQL for what stands after the load, of the row t and of n, what the file says of it: nothing is blanked
  select format(case when p_overwrite then 'case when t.%1$I is null or %2$s then coalesce(n.%1$I, t.%1$I) else t.%1$I end'
    else 'coalesce(t.%1$I, n.%1$I)' end, p_column, file_differs(p_source, p_column))
$$;
comment on function file_pick(name, name, boolean) is 'SQL for the value of a column after a load';

create or replace function file_differs(p_source name, p_column name) returns text
language sql stable security invoker set search_path = public, pg_temp
as $$
  select case when kept.kind is not null
    then format('coalesce(own_same(%1$L, t.%2$I) <> own_same(%1$L, n.%2$I), false)', kept.kind, p_column)
    else format(case when atttypid = 'text'::regtype then 'coalesce(load_differs(t.%1$I, n.%1$I), false)'
      else 'coalesce(t.%1$I <> n.%1$I, false)' end, p_column) end
  from pg_attribute left join own_kept_kinds(p_source) kept on kept.field = attname and kept.kind in ('email', 'phone', 'web', 'place')
  where attrelid = p_source::text::regclass and attname = p_column
$$;
comment on function file_differs(name, name) is 'SQL for whether a row t and what a file says of it, n, say two things';

create or replace function file_differences(p_type text, p_page file_row[], p_fields name[], p_overwrite boolean) returns file_row[]
language plpgsql stable security invoker set search_path = public, pg_temp set enable_seqscan = off
  set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
  about record;
  page file_row[];
begin
  select * into about from file_types() t where t.type = p_type;
  execute format($sql$
    select array_agg(case when r.outcome <> 'same' or r.id is null then r
        else row(r.line, r.said, r.given, r.uuid, r.uid, r.digest, r.place, r.taken, r.alone, r.record, r.id, r.known,
          r.outcome, d.kept || e.kept, r.faults,
        case when d.due then array_append(r.told, 'due') else r.told end)::file_row end order by r.line)
    from unnest($1) r
    left join lateral (
      select array_remove(array[%4$s]::text[], null) as kept, %5$s as due
      from %1$I t cross join lateral jsonb_populate_record(null::%1$I, r.given) n where t.%2$I = r.id offset 0) d on true
    left join lateral (
      select array_remove(array[
        case when entity_owner <> (r.given ->> 'entity_owner')::bigint then 'owner' end,
        case when entity_parent <> (r.given ->> 'entity_parent')::bigint
          or entity_parent is null and r.given ->> 'entity_parent' is not null and not is_office() then 'parent' end], null) as kept
      from entity where %3$L = 'subtype' and entity_id = r.id offset 0) e on true$sql$,
    about.source, about.source || '_id', about.part,
    coalesce((select string_agg(format('case when %s then %L end', file_differs(about.source, f), (
        select field from file_fields(p_type) x where x.attribute = f)), ', ') from unnest(p_fields) f where not p_overwrite), 'null'),
    coalesce((select format('(%s) is distinct from (%s)', string_agg(file_pick(about.source, f, p_overwrite), ', '),
      string_agg(format('t.%I', f), ', ')) from unnest(p_fields) f having count(*) > 0), 'false')) into page using p_page;
  return page;
end $$;
comment on function file_differences(text, file_row[], name[], boolean) is
  'A page with what of each known row differs and stays, and whether something is to be written';
