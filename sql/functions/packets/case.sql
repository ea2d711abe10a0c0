-- The case of a packet: what its recipient should know before the visit. Everything is read with the caller's rights: row security leaves
-- out what the role does not see. In plpgsql, which keeps its plans: packets are made by the thousand.

create or replace function day_in(p_at timestamptz, p_zone text) returns date
language plpgsql stable security invoker set search_path = public, pg_temp set timezone = 'UTC'
as $$
begin
  -- what was given as a day stands at its midnight in UTC, and is that day everywhere
  return case when p_at = date_trunc('day', p_at) then p_at else p_at at time zone p_zone end::date;
exception when invalid_parameter_value then
  -- a zone that this server does not know
  return p_at::date;
end $$;
comment on function day_in(timestamptz, text) is 'The day of a time in the time zone of the installation';

create or replace function contact_since(p_start timestamptz, p_created timestamptz, p_since timestamptz, p_zone text) returns boolean
language sql stable -- and no more, so that it becomes part of the statement that asks for each contact
return case
  -- of a contact that has a day alone, the time at which it was written down tells whether it came later on the same day
  when p_start = date_trunc('day', p_start, 'UTC')
    then ((p_start at time zone 'UTC')::date, p_created) > (day_in(p_since, p_zone), p_since)
  else coalesce(p_start, p_created) > p_since end;
comment on function contact_since(timestamptz, timestamptz, timestamptz, text) is
  'Whether a contact, by its start and the time of its row, came after a time';

create or replace function contact_by(p_staff bigint, p_creator name) returns text
language sql stable security definer set search_path = public, pg_temp
as $$
  -- no name: whose colleague it was may be hidden from the reader
  select coalesce((
    select case when staff_id = my_staff() then 'you' when lookup_value in ('office', 'admin') then 'office' else 'colleague' end
    from staff join lookup on lookup_id = staff_role
    where case when p_staff is null then staff_login = p_creator else staff_id = p_staff end), 'office')
$$;
comment on function contact_by(bigint, name) is 'Who was in contact, as the acting staff member says it: you, colleague or office';

create or replace function packet_case(p_shows text, p_entity bigint, p_zone text, p_files bigint) returns jsonb
language plpgsql stable security invoker set search_path = public, pg_temp set timezone = 'UTC'
as $$
declare
  shows text[] := string_to_array(p_shows, ' ');
begin
  return jsonb_strip_nulls(jsonb_build_object(
    'name', (select entity_name from entity where entity_id = p_entity),
    'place', case_place(p_entity, p_zone),
    'tasks', case when 'tasks' = any (shows) then case_tasks(p_entity, p_zone) end,
    'promises', case when 'promises' = any (shows) then case_promises(p_entity, p_zone) end,
    'processes', case when 'stages' = any (shows) then case_processes(p_entity, p_zone) end,
    'contacts', case when 'contacts' = any (shows) then case_contacts(p_entity, p_zone) end,
    'relations', case when 'relations' = any (shows) then case_relations(p_entity, p_zone) end,
    'deals', case when 'deals' = any (shows) then case_deals(p_entity) end,
    'tickets', case when 'tickets' = any (shows) then case_tickets(p_entity, p_zone) end,
    'files', case when 'files' = any (shows) then case_files(p_entity, p_files) end));
end $$;
comment on function packet_case(text, bigint, text, bigint) is
  'What a packet tells about a record, with the caller''s rights: the parts that a form shows, days in a time zone, bytes of files at most';

create or replace function case_place(p_entity bigint, p_zone text) returns text
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
begin
  return (select concat_ws(', ', nullif(address_city, ''), nullif(address_region, '')) from address
    where address_entity = p_entity and coalesce(nullif(address_city, ''), nullif(address_region, '')) is not null
      and (address_end is null or address_end >= day_in(now(), p_zone))
    order by lookup_value(address_kind) = 'postal', address_id limit 1);
end $$;
comment on function case_place(bigint, text) is 'Town and region where a record is found';

create or replace function packet_sender(p_operator text) returns jsonb
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_dispatch');
  return (
    select jsonb_strip_nulls(jsonb_build_object('name', staff_name, 'phone', (
      select contact_point_value from contact_point
      -- that of their work: their own record is not for everybody
      where contact_point_entity = staff_id and lookup_value(contact_point_kind) = 'phone'
      order by contact_point_primary desc, contact_point_id limit 1)))
    from staff where staff_hid = lower(p_operator) and staff_active);
end $$;
comment on function packet_sender(text) is 'Name and telephone of the colleague who sends a packet; null where there is none of that name';
