-- The steps of load_people: a page of rows read into normal forms, new people added, gaps filled, contacts and addresses added.

create or replace function load_row_as(p_row load_row, p_entity bigint, p_outcome text, p_kept text[], p_faults jsonb) returns load_row
language sql immutable
-- one call for each row and step: as JSON and back a row costs five times as much
return row(p_row.line, p_row.hid, p_row.given, p_row.family, p_row.prefix, p_row.title, p_row.born, p_row.language, p_row.prefers,
  p_row.note, p_row.owner, p_row.contacts, p_row.address, p_row.name, p_row.keys, p_row.uuid, p_entity, p_row.staff, p_outcome, p_kept,
  p_faults, p_row.held, p_row.uid, p_row.digest, p_row.known, p_row.told)::load_row;
comment on function load_row_as(load_row, bigint, text, text[], jsonb) is
  'A row with the record, outcome, kept fields and faults that a step gives it';

create or replace function load_read(p_rows jsonb) returns load_row[]
language sql stable security invoker set search_path = public, pg_temp
as $$
  with given as materialized (
    select r, row_number() over () as nth, load_name(r.given, r.family) as name from jsonb_populate_recordset(null::load_row, p_rows) r),
  -- a cell with several telephone numbers is several contacts
  contact as materialized (
    select nth, c.kind, c."column", c.place, n.value, n.normal, n.part,
      -- a short code is one where nothing stands beside it: else it may be the end of the number before
      case when p.fault <> 'phone-short' or c.beside > 1 or not phone_code(c.value) then p.fault end as fault
    from (
      select nth, said.*, count(*) over (partition by nth, said."column") as beside
      from given cross join rows from (jsonb_to_recordset((r).contacts) as (kind text, value text, "column" integer))
        with ordinality said (kind, value, "column", place)) c
    cross join (select coalesce(max(instance_calling_code), '') as code from instance) calling
    cross join lateral read_phones(case when c.kind = 'phone' then c.value end, calling.code) p
    cross join lateral unnest(case when p.fault is null and p.written is not null then p.written else array[c.value] end,
      case when p.fault is null and p.numbers is not null then p.numbers
        else array[normal_value('contact', c.kind, c.value, calling.code)] end) with ordinality n (value, normal, part)),
  -- normal forms, and the keys by which a row is known: its id, and each contact together with the name
  keyed as materialized (
    select r, name, contacts, unfit, array_remove(keys || ('hid ' || (r).hid) || ('uid ' || (r).uid), null) as keys
    from given left join (
      select nth, jsonb_agg(jsonb_build_object('kind', kind, 'column', "column", 'value', value, 'normal', normal, 'place', place - 1,
          'fault', fault) order by "column", place, part) as contacts,
        array_agg(kind || ' ' || normal || ' ' || name) filter (where kind in ('phone', 'email')) as keys,
        jsonb_agg(jsonb_build_object('field', kind, 'column', "column", 'contact', place - 1, 'fault', coalesce(fault, 'not-' || kind))
          order by "column", place, part) filter (where fault is not null or kind <> 'phone' and not contact_valid(kind, value)) as unfit
      from contact join given using (nth) group by nth) said using (nth)),
  first as (select key, min((r).line) as line from keyed, unnest(keys) key group by key),
  later as (select distinct (r).line as line from keyed, unnest(keys) key join first using (key) where first.line < (r).line)
  select coalesce(array_agg(row((r).line, (r).hid, (r).given, (r).family, (r).prefix, (r).title, (r).born, (r).language, (r).prefers,
    (r).note, (r).owner, coalesce(contacts, '[]'), (r).address, name, keys, null, null, null,
    -- of two rows for one person the second waits until the first is in
    case when (r).line in (select line from later) then 'wait' end, '{}'::text[], coalesce((r).faults, '[]') || coalesce(unfit, '[]'),
    null, (r).uid, (r).digest, null, null)::load_row), '{}')
  from keyed
$$;
comment on function load_read(jsonb) is 'A page with normal forms, keys, and beside its faults so far the contacts that cannot be right';

create or replace function load_add(p_page load_row[]) returns load_row[]
language plpgsql volatile security invoker set search_path = public, pg_temp set enable_seqscan = off
as $$
declare
  source bigint := lookup_find('source', 'import');
begin
  insert into entity (entity_uuid, entity_type, entity_name, entity_owner, entity_created, entity_creator)
  select r.uuid, entity_type_id, concat_ws(' ', r.given, r.family), r.staff, clock_timestamp(), acting_role()
  from unnest(p_page) r, entity_type where r.outcome = 'new' and entity_type_hid = 'person' order by r.line;
  insert into person (person_id, person_hid, person_prefix, person_given, person_family, person_title, person_born, person_language,
    person_prefers, person_source, person_note)
  select entity_id, r.hid, r.prefix, r.given, r.family, r.title, r.born, r.language, r.prefers, source, r.note
  from unnest(p_page) r join entity on entity_uuid = r.uuid where r.outcome = 'new' order by r.line
  -- taken by somebody whom the acting role does not see: nothing tells but that the row is not there
  on conflict (person_hid) do nothing;
  return (
    select coalesce(array_agg(case when r.outcome is distinct from 'new' then r
      when person_id is null then load_row_as(r, null, 'fault', r.kept, '[{"field": "hid", "fault": "taken"}]')
      else load_row_as(r, person_id, r.outcome, r.kept, r.faults) end), '{}')
    from unnest(p_page) r left join entity on entity_uuid = r.uuid left join person on person_id = entity_id);
end $$;
comment on function load_add(load_row[]) is 'Makes the people of a page who are new';

create or replace function load_fill(p_page load_row[], p_overwrite boolean) returns load_row[]
language plpgsql volatile security invoker set search_path = public, pg_temp set enable_seqscan = off
as $$
declare
  filled integer[];
begin
  if not exists (select from unnest(p_page) r where r.outcome = 'same') then
    return p_page;
  end if;
  with written as (
    update person set person_given = n.given, person_family = n.family, person_prefix = n.prefix,
      person_title = n.title, person_born = n.born,
      person_language = n.language, person_prefers = n.prefers, person_note = n.note
    from unnest(p_page) r join person stands on stands.person_id = r.entity
    cross join lateral (select load_pick(stands.person_given, r.given, p_overwrite) as given,
      load_pick(stands.person_family, r.family, p_overwrite) as family,
      load_pick(stands.person_prefix, r.prefix, p_overwrite) as prefix, load_pick(stands.person_title, r.title, p_overwrite) as title,
      load_pick(stands.person_born::text, r.born::text, p_overwrite)::date as born,
      load_pick(stands.person_language, r.language, p_overwrite) as language,
      load_pick(stands.person_prefers, r.prefers, p_overwrite) as prefers, load_pick(stands.person_note, r.note, p_overwrite) as note) n
    where person.person_id = stands.person_id and r.outcome = 'same'
      and (n.given, n.family, n.prefix, n.title, n.born, n.language, n.prefers, n.note)
        is distinct from (stands.person_given, stands.person_family,
        stands.person_prefix, stands.person_title, stands.person_born, stands.person_language, stands.person_prefers, stands.person_note)
    returning r.line)
  select array_agg(line) into filled from written;
  return (
    select coalesce(array_agg(case when r.outcome is distinct from 'same' then r else jsonb_populate_record(r, jsonb_build_object(
      'outcome', case when r.line = any (filled) then 'filled' else 'same' end,
      'kept', array_remove(array[
        case when load_differs(person_hid, r.hid) then 'hid' end,
        case when load_differs(person_given, r.given) then 'given-name' end,
        case when load_differs(person_family, r.family) then 'family-name' end,
        case when load_differs(person_prefix, r.prefix) then 'prefix' end,
        case when load_differs(person_title, r.title) then 'title' end,
        case when person_born <> r.born then 'born' end,
        case when load_differs(person_language, r.language) then 'language' end,
        case when load_differs(person_prefers, r.prefers) then 'prefers' end,
        case when load_differs(person_note, r.note) then 'note' end,
        case when entity_owner <> r.staff then 'owner' end], null))) end), '{}')
    from unnest(p_page) r left join person on person_id = r.entity left join entity on entity_id = r.entity);
end $$;
comment on function load_fill(load_row[], boolean) is
  'Fills what is empty of the people of a page who were there, or overwrites what differs, and tells what differs and was kept';

create or replace function load_contacts(p_page load_row[]) returns load_row[]
language plpgsql volatile security invoker set search_path = public, pg_temp set enable_seqscan = off
as $$
declare
  added integer[];
begin
  with said as (
    select distinct on (r.entity, lookup_id, c.normal) r.line, r.entity, lookup_id as kind, c.value, c.at
    from unnest(p_page) r cross join rows
    from (jsonb_to_recordset(r.contacts) as (kind text, value text, normal text)) with ordinality c (kind, value, normal, at)
    join lookup on lookup_domain = 'contact-kind' and lookup_value = c.kind
    where r.outcome in ('new', 'same', 'filled') and not exists (
      select from contact_point where contact_point_entity = r.entity and contact_point_kind = lookup_id
        and contact_point_normal = c.normal)
    order by r.entity, lookup_id, c.normal, c.at),
  written as (
    insert into contact_point (contact_point_entity, contact_point_kind, contact_point_value)
    select entity, kind, value from said order by line, at
    on conflict (contact_point_entity, contact_point_kind, contact_point_normal) do nothing)
  select array_agg(distinct line) into added from said;
  return (
    select coalesce(array_agg(case when r.outcome = 'same' and r.line = any (added)
      then load_row_as(r, r.entity, 'filled', r.kept, r.faults) else r end), '{}')
    from unnest(p_page) r);
end $$;
comment on function load_contacts(load_row[]) is 'Adds the contacts of a page that are not there yet; those that are there stay';

create or replace function load_addresses(p_page load_row[], p_overwrite boolean) returns load_row[]
language plpgsql volatile security invoker set search_path = public, pg_temp set enable_seqscan = off
as $$
declare
  filled integer[];
  made integer[];
  others integer[];
  home bigint := lookup_find('address-kind', 'home');
begin
  -- an address is the same when nothing of it differs and something agrees; then its gaps are filled
  with said as (
    select r.line, r.entity, a.* from unnest(p_page) r
    cross join jsonb_to_record(r.address) a (line1 text, line2 text, city text, region text, postcode text, country text)
    where r.outcome in ('new', 'same', 'filled') and r.address is not null),
  standing as (
    select distinct on (said.line) said.line, address_id as id,
      num_nulls(load_differs(address_line1, said.line1), load_differs(address_line2, said.line2), load_differs(address_city, said.city),
        load_differs(address_region, said.region), load_differs(address_postcode, said.postcode),
        load_differs(address_country, said.country)) < 6
      and not coalesce(load_differs(address_line1, said.line1), false) and not coalesce(load_differs(address_line2, said.line2), false)
      and not coalesce(load_differs(address_city, said.city), false) and not coalesce(load_differs(address_region, said.region), false)
      and not coalesce(load_differs(address_postcode, said.postcode), false)
        and not coalesce(load_differs(address_country, said.country), false)
      -- the one address that there is may be overwritten; of several nothing says which
      or p_overwrite and count(*) over (partition by said.line) = 1 as same
    from said join address on address_entity = said.entity and (address_end is null or address_end >= current_date)
    order by said.line, same desc, address_id),
  written as (
    update address set address_line1 = load_pick(address_line1, said.line1, p_overwrite),
      address_line2 = load_pick(address_line2, said.line2, p_overwrite),
      address_city = load_pick(address_city, said.city, p_overwrite), address_region = load_pick(address_region, said.region, p_overwrite),
      address_postcode = load_pick(address_postcode, said.postcode, p_overwrite),
      address_country = load_pick(address_country, said.country, p_overwrite)
    from said join standing using (line)
    where address_id = standing.id and standing.same
      and (address_line1, address_line2, address_city, address_region, address_postcode, address_country) is distinct from (
        load_pick(address_line1, said.line1, p_overwrite), load_pick(address_line2, said.line2, p_overwrite),
        load_pick(address_city, said.city, p_overwrite), load_pick(address_region, said.region, p_overwrite),
        load_pick(address_postcode, said.postcode, p_overwrite), load_pick(address_country, said.country, p_overwrite))
    returning said.line),
  added as (
    insert into address (address_entity, address_kind, address_line1, address_line2, address_city, address_region,
      address_postcode, address_country)
    select entity, home, line1, line2, city, region, postcode, country
    from said where not exists (select from standing where standing.line = said.line) order by line)
  select (select array_agg(line) from written),
    (select array_agg(line) from said where not exists (select from standing where standing.line = said.line)),
    (select array_agg(line) from standing where not same)
  into filled, made, others;
  return (
    select coalesce(array_agg(case when r.outcome = 'same' or r.line = any (others) then load_row_as(r, r.entity,
      case when r.outcome = 'same' and (r.line = any (filled) or r.line = any (made)) then 'filled' else r.outcome end,
      case when r.line = any (others) then array_append(r.kept, 'address') else r.kept end, r.faults) else r end), '{}')
    from unnest(p_page) r);
end $$;
comment on function load_addresses(load_row[], boolean) is
  'Fills the gaps of an address that is the same, adds one where there is none, keeps another or overwrites the only one';
