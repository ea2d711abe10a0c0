-- Records by their human ids, all that is kept of one, and from one colleague to another.

create or replace function record_hid(p_entity bigint) returns text
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
declare
  source name;
  hid text;
begin
  select entity_type_table into source from entity join entity_type on entity_type_id = entity_type where entity_id = p_entity;
  -- the common ones without a plan of their own
  if source = 'person' then
    return (select person_hid from person where person_id = p_entity);
  elsif source = 'organization' then
    return (select organization_hid from organization where organization_id = p_entity);
  elsif source is not null then
    execute format('select %I from %I where %I = $1', source || '_hid', source, source || '_id') into hid using p_entity;
  end if;
  return hid;
end $$;
comment on function record_hid(bigint) is 'Human id of a record that the caller sees';

create or replace function my_records(p_limit integer, p_after bigint)
returns table (entity bigint, hid text, name text, type text)
language plpgsql stable security definer set search_path = public, pg_temp
as $$
declare
  mine bigint := my_staff();
begin
  -- As owner of the tables: whoever may read records sees their own, and row security would ask that again of each row, and of each row
  -- beside it. In the order of the index on owner, name and number, so a page is read from its first row to its last.
  return query
  select e.entity_id, coalesce((select person_hid from person where person_id = e.entity_id), record_hid(e.entity_id)),
    e.entity_name, entity_type_hid
  from entity e join entity_type on entity_type_id = e.entity_type
  where e.entity_owner = mine and e.entity_deleted is null and (e.entity_name, e.entity_id) > (
    coalesce((select l.entity_name from entity l where l.entity_id = p_after and l.entity_owner = mine), ''), coalesce(p_after, 0))
  order by e.entity_name, e.entity_id limit p_limit;
end $$;
comment on function my_records(integer, bigint) is $$Records that the acting staff member owns, by name, a page at a time
@query people/mine @use people @param limit =100 How many @param after =0 Number of the last record on the previous page; one that is no longer
   theirs begins the list anew @column entity checked Entity @column hid null Human id @column name checked Name @column type checked Type$$;

create or replace function hand_over(p_entity bigint, p_staff text) returns bigint
language plpgsql volatile security invoker set search_path = public, pg_temp
as $$
declare
  colleague bigint;
  was bigint;
  handed bigint;
begin
  select staff_id into colleague from staff where staff_hid = lower(p_staff) and staff_active;
  if colleague is null then
    return -1;
  end if;
  select entity_owner into was from entity where entity_id = p_entity;
  -- records under it go along where they had the same owner; where row security allows none of it, none is touched
  update entity set entity_owner = colleague
  where (entity_id = p_entity or entity_path like (select entity_path from entity where entity_id = p_entity) || '_%')
    and entity_owner is not distinct from was and entity_owner is distinct from colleague;
  get diagnostics handed = row_count;
  return handed;
end $$;
comment on function hand_over(bigint, text) is $$Gives a record and the records under it to a colleague: the number of records, or -1 if there is no such colleague
@query records/hand-over @call handOver @param entity Entity @param staff Staff member @column records null Number$$;

create or replace function record_parts(p_entity bigint) returns table (part text, title text, number bigint, fields jsonb)
language plpgsql stable security invoker set search_path = public, pg_temp set timezone = 'UTC'
as $$
declare
  t record;
  shown text;
  kind text := (select entity_type_hid from entity join entity_type on entity_type_id = entity_type where entity_id = p_entity);
begin
  for t in select 'entity'::name as source, 'entity_id'::name as key, null as record, 0 as place
    union all select source, key, record, row_number() over () from record_tables() order by place
  loop
    -- a record of another type has no rows in a table of one's own
    continue when is_own(t.source) and t.record <> kind;
    shown := part_fields(t.source, t.key);
    continue when shown is null or not has_column_privilege(t.source::text::regclass, t.key::text, 'select');
    part := t.source;
    title := obj_description(t.source::text::regclass, 'pg_class');
    number := null;
    fields := null;
    return next; -- that it may be read
    return query execute format('select %L, %L, t.%I, jsonb_build_array(%s) from %I t where t.%I = $1 order by 3',
      part, title, t.source || '_id', shown, t.source, t.key) using p_entity;
  end loop;
  -- records that name this one in a field of theirs
  for t in select conrelid::regclass::name as source, attname as key, coalesce(col_description(attrelid, attnum), attname) as label
    from pg_constraint join pg_attribute on attrelid = conrelid and attnum = conkey[1]
    where contype = 'f' and connamespace = 'public'::regnamespace and attname <> conrelid::regclass::name || '_id' and not is_own(attname)
      and (attname = 'entity_parent' or is_subtype(conrelid::regclass::name))
      and (confrelid = 'entity'::regclass or is_subtype(confrelid::regclass::name))
      and has_column_privilege(conrelid, attnum, 'select') and has_column_privilege('entity', 'entity_name', 'select')
    order by 1, 2
  loop
    return query execute format('select ''named-by'', ''Records that name it'', e.entity_id, jsonb_build_array(
        jsonb_build_object(''name'', ''record'', ''label'', ''record'', ''value'', e.entity_name),
        jsonb_build_object(''name'', ''field'', ''label'', ''field'', ''value'', %L::text))
      from %I t join entity e on e.entity_id = t.%I where t.%I = $1 order by e.entity_id limit 100',
      t.label, t.source, t.source || '_id', t.key)
    using p_entity;
  end loop;
  return query select 'named-by', 'Records that name it', entity, jsonb_build_array(
      jsonb_build_object('name', 'record', 'label', 'record', 'value', name),
      jsonb_build_object('name', 'field', 'label', 'field', 'value', label))
    from own_naming(p_entity);
end $$;
comment on function record_parts(bigint) is $$Everything about a record that the acting role may see: each field of each of its rows
@query people/parts @call partsOf @use people @param entity Entity @column part checked Table @column title null Description of the table
@column number null Number of the row @column fields null Fields: name, label, value
@shape { name: string, label: string, value: unknown }[]$$;

create or replace function own_hids(p_key text, p_exact boolean) returns table (id bigint, hid text)
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
declare
  own name;
begin
  -- an index goes with row security by the id as it is alone
  for own in select r.source from record_tables() r where part = 'subtype' and r.source like 'own\_%'
    and has_table_privilege(r.source::text, 'select') loop
    return query execute format('select %I, %I from %I where %s', own || '_id', own || '_hid', own,
      format(case when p_exact then '%I = $1' else 'id_folded(%I) = id_folded($1)' end, own || '_hid')) using p_key;
    exit when p_exact and found;
  end loop;
end $$;
comment on function own_hids(text, boolean) is
  'Records of types of one''s own with a human id, of those that the caller sees: just so, the first, or in any case and without dashes';

create or replace function find_entity(p_key text) returns bigint
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
declare
  hit bigint;
begin
  if p_key is null then
    return null;
  end if;
  -- With the caller's rights: what is not visible is not there.
  select entity_id into hit from (
    select entity_id, 1 as rank from entity where entity_uuid = lower(p_key)
    union all select person_id, 2 from person where person_hid = p_key
    union all select organization_id, 3 from organization where organization_hid = p_key
    union all select staff_id, 4 from staff where staff_hid = p_key
    union all select product_id, 5 from product where product_hid = p_key
    union all select grp_id, 6 from grp where grp_hid = p_key
    union all select deal_id, 7 from deal where deal_hid = p_key
    union all select ticket_id, 8 from ticket where ticket_hid = p_key) exact
  order by rank limit 1;
  if hit is null then
    hit := (select min(id) from own_hids(p_key, true));
  end if;
  if hit is null then
    -- written otherwise: with its dashes before without; where that leaves two records it names none
    select case when count(*) = 1 then min(id) end into hit from (
      select id, rank() over (order by lower(hid) <> lower(btrim(p_key))) as place from (
        select entity_id as id, entity_uuid as hid from entity
        union all select person_id, person_hid from person union all select organization_id, organization_hid from organization
        union all select staff_id, staff_hid from staff union all select product_id, product_hid from product
        union all select grp_id, grp_hid from grp union all select deal_id, deal_hid from deal
        union all select ticket_id, ticket_hid from ticket
        union all select id, own.hid from own_hids(p_key, false) own) known
      where id_folded(hid) = id_folded(p_key)) near
    where place = 1;
  end if;
  return hit;
end $$;
comment on function find_entity(text) is
  'The record with this human id or uuid, in any case and without dashes where that names one only; null when there '
    'is none that the caller sees';

create or replace function confirmed_on(p_entity bigint) returns date
language sql stable security definer set search_path = public, pg_temp
as $$
  select max(reply_received)::date from reply join packet on packet_id = reply_packet
  where reply_confirms and packet_entity in (select id from record_family(p_entity)) and record_seen(p_entity)
$$;
comment on function confirmed_on(bigint) is
  'When a person whom the caller sees last said that everything on file about them is still right; null where they never did';
