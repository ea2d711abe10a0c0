-- The person that a row of a file is about, only where a key makes it certain: its id, its UID, a contact with the name; else what the same
-- row led to before; else the name with birthday or street, where exactly one record agrees and nothing contradicts. All among the records
-- that the acting role sees.

create or replace function load_found(p_page load_row[])
returns table (r load_row, hid_person bigint, hid_stands bigint, hid_name text, uid_people bigint, uid_first bigint, contact_people bigint,
  contact_first bigint, contact_same boolean, bare boolean, row_people bigint, row_first bigint, known bigint, entity_id bigint,
  is_deleted boolean, staff_id bigint, turn bigint)
language sql stable security invoker set search_path = public, pg_temp set enable_seqscan = off
  set enable_hashjoin = off set enable_mergejoin = off
as $$
  with here as materialized (select max(id) as id, coalesce(max(loads), '{}') as loads from this_load()),
  keyed as materialized (
    select r, by_hid.person as hid_person, by_hid.stands as hid_stands, by_hid.name as hid_name,
      by_uid.people as uid_people, by_uid.first as uid_first, by_uid.person as uid_person,
      by_contact.people as contact_people, by_contact.first as contact_first, by_contact.same as contact_same,
      by_contact.person as contact_person,
      load_is_bare(r) as bare
    from here cross join unnest(p_page) r
    left join lateral (
      select person_id as person, case when entity_merged is null then entity_id else load_survivor(entity_id) end as stands,
        load_name(person_given, person_family) as name
      from person join entity on entity_id = person_id where person_hid = r.hid) by_hid on true
    left join lateral (
      select count(distinct stands) as people, min(stands) as first, min(person) as person
      from load_known('uid', r.uid, null) where r.uid is not null) by_uid on true
    left join lateral load_by_contact(r, by_hid.person, by_hid.stands, here.id) by_contact on true
    where r.outcome is null),
  -- the row itself: one that says little may stand in many files, and counts in the same file only
  remembered as materialized (
    select k.*, by_row.people as row_people, by_row.first as row_first, by_row.person as row_person,
      case when bare and by_row.people = 0
        and ((r).born is not null or (r).address ?& array['line1', 'city']) then load_place(r, here.id) end as place
    from here cross join keyed k
    left join lateral (
      select count(distinct stands) as people, min(stands) as first, min(person) as person
      from load_known('row', (r).digest, case when bare and (r).born is null and not coalesce((r).address ?& array['line1', 'city'], false)
        then here.loads end)
      where (r).digest is not null) by_row on true),
  -- "materialized", since row security does not take "coalesce" for free of leaks: it would look at every record for each row
  said as materialized (
    select m.*, coalesce(hid_stands, uid_first, case when contact_people > 1 and row_people = 1 then row_first end,
      contact_first, row_first, place) as stands,
      -- records merged into it, where that led to it
      case when hid_stands is not null then hid_person when uid_first is not null then uid_person
        when contact_first is not null then coalesce(contact_person, case when row_first = contact_first then row_person end)
          else row_person end as known
    from remembered m)
  select r, hid_person, hid_stands, hid_name, uid_people, uid_first, contact_people, contact_first,
    contact_same, bare, row_people, row_first,
    known, entity_id, entity_deleted is not null as is_deleted, staff_id,
    row_number() over (partition by entity_id order by (r).line) as turn
  from said s
  left join entity on entity_id = stands
  left join staff on staff_hid = (r).owner and staff_active
$$;
comment on function load_found(load_row[]) is 'Whom each row of a page leads to, by each of its keys, and the record that they all lead to';

create or replace function load_match(p_page load_row[], p_namesakes integer[]) returns load_row[]
language sql stable security invoker set search_path = public, pg_temp set enable_seqscan = off
  set enable_hashjoin = off set enable_mergejoin = off
as $$
  with judged as materialized (
    select f.*, (r).faults
      || case when hid_person is not null and (entity_id is null or is_deleted) then '[{"field": "hid", "fault": "deleted"}]'
        -- a number of another list must not lead to a stranger
        when hid_person is not null and contact_same is distinct from true and hid_name <> (r).name
          and not (uid_people = 1 and uid_first = hid_stands)
          and not (row_people = 1 and row_first = hid_stands) and not load_is_called(hid_stands, (r).name)
          then '[{"field": "hid", "fault": "other-name"}]'
        when uid_people > 1 or uid_people = 1
          and (hid_stands <> uid_first or contact_people = 1 and hid_person is null and contact_first <> uid_first)
          then '[{"field": "uid", "fault": "two-uid"}]'
        when hid_person is null and uid_people = 0 and (contact_people > 1 and row_people <> 1
          or contact_people = 1 and row_people = 1 and contact_first <> row_first
            and exists (select from entity k where k.entity_id = row_first and k.entity_deleted is null))
          then '[{"fault": "two-records"}]' else '[]' end::jsonb
      || case when (r).owner is not null and staff_id is null then '[{"field": "owner", "fault": "no-staff"}]'
        else '[]' end::jsonb as faults
    from load_found(p_page) f)
  select coalesce(array_agg(r), '{}') from (
    select r from unnest(p_page) r where r.outcome is not null
    union all
    -- two rows for one record: the second waits until the first is in
    select case when entity_id is not null and turn > 1 then load_row_as(r, (r).entity, 'wait', (r).kept, (r).faults)
      when known <> entity_id then jsonb_populate_record(matched, load_no_news(r, known)) else matched end
    from judged j cross join lateral (select row((r).line, (r).hid, (r).given, (r).family, (r).prefix, (r).title, (r).born, (r).language,
      (r).prefers, (r).note, (r).owner, (r).contacts, (r).address, (r).name, (r).keys, gen_random_uuid()::text, entity_id, staff_id,
      case when j.faults <> '[]' then 'fault' when is_deleted then 'gone' when entity_id is null then 'new' else 'same' end,
      (r).kept, j.faults, (r).held, (r).uid, (r).digest, known,
      case when entity_id is null and bare and ((r).line = any (p_namesakes) or load_has_namesake(r)) then array['namesake']
        when is_deleted then array['gone'] end)::load_row as matched offset 0) m) rows
$$;
comment on function load_match(load_row[], integer[]) is
  'A page with the person that each row is about, or why that cannot be said; given the lines that load_namesakes found';
