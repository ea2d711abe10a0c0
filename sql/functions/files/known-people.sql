-- People whom a row of a file may be about, one key each: what the acting role sees, and nobody else.

create or replace function load_name(p_given text, p_family text) returns text
language sql immutable
return same_words(coalesce(p_given, '') || ' ' || coalesce(p_family, ''));
comment on function load_name(text, text) is 'What makes two names of people the same when a file is loaded';

create or replace function load_survivor(p_entity bigint) returns bigint
language sql stable security invoker set search_path = public, pg_temp
as $$
  with recursive chain as (
    select entity_id, entity_merged, 1 as step from entity where entity_id = p_entity
    union all
    select e.entity_id, e.entity_merged, step + 1 from chain join entity e on e.entity_id = chain.entity_merged where step < 100)
  select entity_id from chain where entity_merged is null
$$;
comment on function load_survivor(bigint) is 'The record that this one was merged into, as far as the acting role sees it';

create or replace function load_called(p_entity bigint, p_name text) returns bigint
language sql stable security invoker set search_path = public, pg_temp
as $$
  with recursive lost as (
    select entity_id as id from entity where entity_merged = p_entity
    union
    select entity_id from lost join entity on entity_merged = lost.id)
  select min(person_id) from lost join person on person_id = lost.id and load_name(person_given, person_family) = p_name
$$;
comment on function load_called(bigint, text) is 'The record of this name that was merged into another one; null where there is none';

create or replace function load_known(p_kind text, p_key text, p_loads bigint[]) returns table (person bigint, stands bigint)
language sql stable security invoker
begin atomic
  -- one's own word first; of others the office knows, and of nobody else's a salesperson (row security)
  select load_key_entity, stands from (
    select load_key_entity, s.stands, rank() over (order by load_key_by <> acting_role()) as place
    from load_key join entity on entity_id = load_key_entity
    cross join lateral (select case when entity_merged is null then entity_id else load_survivor(entity_id) end as stands) s
    where load_key_value = p_key and load_key_kind = p_kind and (p_loads is null or load_key_load = any (p_loads))
      and s.stands is not null) found
  where place = 1;
end;
comment on function load_known(text, text, bigint[]) is
  'What this key led to in earlier loads, or in some of them: the record, and the one that stands for it now';

create or replace function load_place(p_row load_row, p_load bigint) returns bigint
language sql stable security invoker set search_path = public, pg_temp set enable_seqscan = off
  set enable_hashjoin = off set enable_mergejoin = off
as $$
  with agrees as (
    select person_id from entity join person on person_id = entity_id
    left join lateral (
      select bool_or(not load_differs(address_line1, p_row.address ->> 'line1')
        and not load_differs(address_city, p_row.address ->> 'city')) as same,
        bool_and(load_differs(address_city, p_row.address ->> 'city')) as other
      from address where address_entity = person_id and (address_end is null or address_end >= current_date)) place on true
    where entity_name = concat_ws(' ', p_row.given, p_row.family) and entity_deleted is null and entity_merged is null
      and load_name(person_given, person_family) = p_row.name
      and (place.same or person_born = p_row.born and place.other is distinct from true)
      and coalesce(person_born = p_row.born, true)
      -- another row of the same file is somebody else
      and not exists (select from load_key where load_key_entity = person_id and load_key_load = p_load))
  select min(person_id) from agrees having count(*) = 1
$$;
comment on function load_place(load_row, bigint) is
  'The one record of the same name with the same birthday, or the same street and town, where nothing contradicts';

create or replace function load_by_contact(p_row load_row, p_known bigint, p_stands bigint, p_load bigint)
returns table (people bigint, first bigint, same boolean, person bigint)
language sql stable security invoker
begin atomic
  select count(distinct entity_id), min(entity_id), bool_or(entity_id = p_stands), min(called) filter (where called <> entity_id)
  from jsonb_to_recordset(p_row.contacts) c (kind text, normal text)
  join contact_point on contact_point_normal = c.normal
  join lookup on lookup_id = contact_point_kind and lookup_domain = 'contact-kind' and lookup_value = c.kind
  join person on person_id = contact_point_entity
  join entity on entity_id = person_id and entity_deleted is null and entity_merged is null
  -- hardly anybody was merged, and many may share a number
  cross join lateral (select case when load_name(person_given, person_family) = p_row.name then person_id
    when exists (select from entity lost where lost.entity_merged = person_id) then load_called(person_id, p_row.name) end as called) n
  where c.kind in ('phone', 'email') and called is not null
    -- two ids in one file are two people, also a father and a son of one name with one telephone
    and not (p_row.hid is not null and p_known is null and called = entity_id and person_hid <> p_row.hid and exists (
      select from load_key where load_key_entity = person_id and load_key_load = p_load));
end;
comment on function load_by_contact(load_row, bigint, bigint, bigint) is
  'People of the row''s name with a telephone number or e-mail address of it: how many, the first, whether the one that its '
    'id stands for is among them';

create or replace function load_is_called(p_person bigint, p_name text) returns boolean
language sql stable security invoker set search_path = public, pg_temp
as $$ select exists (select from person where person_id = p_person and load_name(person_given, person_family) = p_name) $$;
comment on function load_is_called(bigint, text) is 'Whether a person has this name, whatever their record is called';

create or replace function load_has_namesake(p_row load_row) returns boolean
language sql stable security invoker set search_path = public, pg_temp set enable_seqscan = off
  set enable_hashjoin = off set enable_mergejoin = off
as $$
  select exists (select from entity join person on person_id = entity_id
    where entity_name = concat_ws(' ', p_row.given, p_row.family) and entity_deleted is null and entity_merged is null
      and coalesce(person_born = p_row.born, true))
$$;
comment on function load_has_namesake(load_row) is 'Whether somebody of the row''s name is on file whose day of birth does not differ';

create or replace function load_is_bare(p_row load_row) returns boolean
language sql immutable
return p_row.uid is null and p_row.hid is null and not p_row.contacts @? '$[*] ? (@.kind != "web")';
comment on function load_is_bare(load_row) is 'Whether a row has no id and no contact: nothing that is one person''s alone';

create or replace function load_namesakes(p_page load_row[], p_lines integer[], p_names text[], p_borns date[]) returns integer[]
language sql stable security invoker set search_path = public, pg_temp
  -- how many rows a page has is not known when its plan is made
  set enable_nestloop = off
as $$
  select coalesce(array_agg(distinct r.line), '{}') from unnest(p_page) r
  join (
    select line, name, born from unnest(p_page)
    union all select line, name, born from unnest(p_lines, p_names, p_borns) same (line, name, born)) earlier
    on earlier.name = r.name and earlier.line < r.line and coalesce(earlier.born = r.born, true)
  where load_is_bare(r)
$$;
comment on function load_namesakes(load_row[], integer[], text[], date[]) is
  'Lines of a page with nothing but a name that an earlier line has, too, where no day of birth differs; the lines that say what is '
    'current already stand beside the page';
