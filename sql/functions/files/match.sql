-- The person that a row of a file is about, only where a key makes it certain: its id, its UID, a contact with the name; else what the same row led to
-- before; else the name with birthday or street, where exactly one record agrees and nothing contradicts. All among the records that the
-- acting role sees.

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
language sql stable security invoker set search_path = public, pg_temp set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
  -- one's own word first; of others the office knows, and of nobody else's a salesperson (row security)
  select load_key_entity, stands from (
    select load_key_entity, s.stands, rank() over (order by load_key_by <> acting_role()) as place
    from load_key join entity on entity_id = load_key_entity
    cross join lateral (select case when entity_merged is null then entity_id else load_survivor(entity_id) end as stands) s
    where load_key_value = p_key and load_key_kind = p_kind and (p_loads is null or load_key_load = any (p_loads)) and s.stands is not null) found
  where place = 1
$$;
comment on function load_known(text, text, bigint[]) is 'What this key led to in earlier loads, or in some of them: the record, and the one that stands for it now';

create or replace function load_place(p_row load_row, p_load bigint) returns bigint
language sql stable security invoker set search_path = public, pg_temp set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
  with agrees as (
    select person_id from entity join person on person_id = entity_id
    left join lateral (
      select bool_or(not load_differs(address_line1, p_row.address ->> 'line1') and not load_differs(address_city, p_row.address ->> 'city')) as same,
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
comment on function load_place(load_row, bigint) is 'The one record of the same name with the same birthday, or the same street and town, where nothing contradicts';

create or replace function load_match(p_page load_row[]) returns load_row[]
language sql stable security invoker set search_path = public, pg_temp set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
  with here as materialized (select id, loads from this_load()),
  keyed as materialized (
    select r, by_hid.person as hid_person, by_hid.stands as hid_stands, by_hid.name as hid_name,
      by_uid.people as uid_people, by_uid.first as uid_first, by_uid.person as uid_person,
      by_contact.people as contact_people, by_contact.first as contact_first, by_contact.same as contact_same, by_contact.person as contact_person,
      r.uid is null and r.hid is null and not r.contacts @? '$[*] ? (@.kind != "web")' as bare
    from unnest(p_page) r
    left join lateral (
      select person_id as person, case when entity_merged is null then entity_id else load_survivor(entity_id) end as stands,
        load_name(person_given, person_family) as name
      from person join entity on entity_id = person_id where person_hid = r.hid) by_hid on true
    left join lateral (
      select count(distinct stands) as people, min(stands) as first, min(person) as person
      from load_known('uid', r.uid, null) where r.uid is not null) by_uid on true
    left join lateral (
      select count(distinct entity_id) as people, min(entity_id) as first, bool_or(entity_id = by_hid.stands) as same,
        min(called) filter (where called <> entity_id) as person
      from jsonb_to_recordset(r.contacts) c (kind text, normal text)
      join contact_point on contact_point_normal = c.normal
      join lookup on lookup_id = contact_point_kind and lookup_domain = 'contact-kind' and lookup_value = c.kind
      join person on person_id = contact_point_entity
      join entity on entity_id = person_id and entity_deleted is null and entity_merged is null
      -- hardly anybody was merged, and many may share a number
      cross join lateral (select case when load_name(person_given, person_family) = r.name then person_id
        when exists (select from entity lost where lost.entity_merged = person_id) then load_called(person_id, r.name) end as called) n
      where c.kind in ('phone', 'email') and called is not null
        -- two ids in one file are two people, also a father and a son of one name with one telephone
        and not (r.hid is not null and by_hid.person is null and called = entity_id and person_hid <> r.hid and exists (
          select from load_key where load_key_entity = person_id and load_key_load = (select id from here)))) by_contact on true
    where r.outcome is null),
  -- the row itself: one that says little may stand in many files, and counts in the same file only
  remembered as materialized (
    select k.*, by_row.people as row_people, by_row.first as row_first, by_row.person as row_person,
      case when bare and by_row.people = 0 and ((r).born is not null or (r).address ?& array['line1', 'city']) then load_place(r, (select id from here)) end as place
    from keyed k
    left join lateral (
      select count(distinct stands) as people, min(stands) as first, min(person) as person
      from load_known('row', (r).digest, case when bare and (r).born is null and not coalesce((r).address ?& array['line1', 'city'], false)
        then coalesce((select loads from here), '{}') end)
      where (r).digest is not null) by_row on true),
  said as (
    select m.*, coalesce(hid_stands, uid_first, case when contact_people > 1 and row_people = 1 then row_first end, contact_first, row_first, place) as stands,
      -- records merged into it, where that led to it
      case when hid_stands is not null then hid_person when uid_first is not null then uid_person
        when contact_first is not null then coalesce(contact_person, case when row_first = contact_first then row_person end) else row_person end as known
    from remembered m),
  found as (
    select s.*, entity_id, entity_deleted is not null as is_deleted, staff_id,
      row_number() over (partition by entity_id order by (r).line) as turn, row_number() over (partition by (r).name order by (r).line) as namesake
    from said s
    -- "case", since row security does not take "coalesce" for free of leaks and would look at every record
    left join entity on entity_id = case when stands is not null then stands end
    left join staff on staff_hid = (r).owner and staff_active),
  judged as (
    select f.*, (r).faults
      || case when hid_person is not null and (entity_id is null or is_deleted) then '[{"field": "hid", "fault": "deleted"}]'
        -- a number of another list must not lead to a stranger
        when contact_same is distinct from true and hid_name <> (r).name and not (uid_people = 1 and uid_first = hid_stands)
          and not (row_people = 1 and row_first = hid_stands)
          and not exists (select from person where person_id = hid_stands and load_name(person_given, person_family) = (r).name)
          then '[{"field": "hid", "fault": "other-name"}]'
        when uid_people > 1 or uid_people = 1 and (hid_stands <> uid_first or contact_people = 1 and hid_person is null and contact_first <> uid_first)
          then '[{"field": "uid", "fault": "two-uid"}]'
        when hid_person is null and uid_people = 0 and (contact_people > 1 and row_people <> 1
          or contact_people = 1 and row_people = 1 and contact_first <> row_first and exists (select from entity k where k.entity_id = row_first and k.entity_deleted is null))
          then '[{"fault": "two-records"}]' else '[]' end::jsonb
      || case when (r).owner is not null and staff_id is null then '[{"field": "owner", "fault": "no-staff"}]' else '[]' end::jsonb as faults
    from found f)
  select coalesce(array_agg(r), '{}') from (
    select r from unnest(p_page) r where r.outcome is not null
    union all
    select jsonb_populate_record(r, case
      -- two rows for one record: the second waits until the first is in
      when entity_id is not null and turn > 1 then '{"outcome": "wait"}'
      else jsonb_build_object('entity', entity_id, 'known', known, 'staff', staff_id, 'uuid', gen_random_uuid(), 'faults', j.faults,
        'outcome', case when j.faults <> '[]' then 'fault' when is_deleted then 'gone' when entity_id is null then 'new' else 'same' end,
        'told', case when entity_id is null and bare and (namesake > 1 or exists (
          select from entity join person on person_id = entity_id
          where entity_name = concat_ws(' ', (r).given, (r).family) and entity_deleted is null and entity_merged is null
            and coalesce(person_born = (r).born, true))) then array['namesake'] when is_deleted then array['gone'] end)
        || case when known <> entity_id then load_no_news(r, known) else '{}' end end)
    from judged j) rows
$$;
comment on function load_match(load_row[]) is 'A page with the person that each row is about, or why that cannot be said';
