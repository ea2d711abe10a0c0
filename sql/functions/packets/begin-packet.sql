-- First half of open_packet: who may get a packet of which record, and what it shows.

create or replace function packet_begin(p_staff text, p_form text, p_kind text) returns jsonb
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  result jsonb;
begin
  perform must_be_login('satchel_dispatch');
  -- held until the packet is committed: a new phrase or key finds it, and it finds a new one. A statement of its own: what this one waits
  -- for, the next one reads
  perform from staff where staff_hid = lower(p_staff) and staff_active for share;
  select jsonb_build_object('staff', staff_id, 'role', staff_login, 'mailto', staff_email, 'language', staff_language,
    'name', staff_name, 'kind', p_kind) || staff_secrets(staff_id) into result
  from staff where staff_hid = lower(p_staff) and staff_active;
  if result is null then
    return '{"problem": "staff/not-known"}';
  elsif p_kind = 'work' and result ->> 'protection' is null then
    return jsonb_build_object('problem', case when result ->> 'restored' is null then 'staff/no-protection' else 'staff/not-confirmed' end);
  end if;
  select result || jsonb_build_object('form', form_id, 'form_name', form_name, 'form_version', form_version,
    'form_type', entity_type_hid)
  into result from form join entity_type on entity_type_id = form_type where form_name = p_form
    and form_active order by form_version desc limit 1;
  return coalesce(result, '{"problem": "form/not-known"}');
end $$;

create or replace function own_login(p_operator text) returns name
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_dispatch');
  return staff_role_of(p_operator);
end $$;
comment on function own_login(text) is
  'The database role of the active colleague who sends a packet; null where it is nobody who works here';

create or replace function sender_role(p_operator text, p_staff bigint) returns name
language plpgsql stable security definer set search_path = public, pg_temp
as $$
declare
  sender staff;
begin
  perform must_be_login('satchel_dispatch');
  select * into sender from staff where staff_hid = lower(p_operator) and staff_active;
  -- the program itself, at the computer that holds the keys
  if sender.staff_id is null or sender.staff_id = p_staff or pg_has_role(sender.staff_login, 'satchel_office', 'member')
    or pg_has_role(sender.staff_login, 'satchel_admin', 'member') then
    return null;
  elsif pg_has_role(sender.staff_login, 'satchel_manager', 'member') and exists (select from entity below, entity above
    where below.entity_id = p_staff and above.entity_id = sender.staff_id and below.entity_path like above.entity_path || '_%') then
    return sender.staff_login;
  end if;
  return '';
end $$;
comment on function sender_role(text, bigint) is
  'Under which role a colleague must see a record that they send to another: a manager to those under them; null where nothing is asked,
since it is the office or goes to themselves; empty where they may not';

create or replace function packet_sent_by(p_operator text, p_entity text, p_begin jsonb, p_shown boolean) returns jsonb
language plpgsql volatile security invoker set search_path = public, pg_temp
as $$
declare
  sender name := sender_role(p_operator, (p_begin ->> 'staff')::bigint);
  record_id bigint;
begin
  if p_begin ->> 'kind' <> 'work' then
    return null;
  elsif sender = '' then
    return '{"problem": "database/no-right"}';
  elsif sender is not null then
    -- nothing goes to others that the one who sends it does not see
    perform set_config('role', sender, true);
    record_id := find_entity(p_entity);
    record_id := (select entity_id from entity where entity_id = record_id);
    perform set_config('role', 'none', true);
    if record_id is null then
      return '{"problem": "entity/not-seen"}';
    end if;
  end if;
  if p_shown and p_begin ->> 'role' is distinct from own_login(p_operator) then
    -- the one who looks at it is somebody else: what the recipient wrote for themselves alone stays unread
    perform set_config('satchel.unread', 'private', true);
  end if;
  return null;
end $$;
comment on function packet_sent_by(text, text, jsonb, boolean) is
  'Whether a colleague may send a record to another, or look at it before: null, or {problem}; before the recipient''s role is taken';

create or replace function packet_read(p_form bigint, p_entity bigint, p_zone text, p_files bigint) returns jsonb
language sql stable security invoker set search_path = public, pg_temp set timezone = 'UTC'
as $$
  select jsonb_build_object(
    'type', entity_type_hid, 'version', entity_version, 'uuid', entity_uuid,
    'slots', read_slots(p_form, p_entity) || read_related(p_form, p_entity), 'no_letters', no_letters(p_entity),
    'case', packet_case((select form_shows from form where form_id = p_form), p_entity, p_zone, p_files))
  from entity join entity_type on entity_type_id = entity_type
  where entity_id = p_entity and entity_deleted is null
$$;
comment on function packet_read(bigint, bigint, text, bigint) is
  'What a packet shows of a record, with the caller''s rights, its days in a time zone, its files up to so many bytes; '
  'null where the caller does not see it';

create or replace function packet_still_open(p_entity bigint, p_staff bigint, p_form text) returns bigint
language sql stable security invoker set search_path = public, pg_temp
as $$
  with recursive same as (select p_entity as id union select entity_id from entity join same on entity_merged = id)
  select max(packet_id) from same join packet on packet_entity = id join form on form_id = packet_form
  where packet_recipient = p_staff and packet_kind = 'work' and form_name = p_form and packet_status = 'open'
    and packet_expires > clock_timestamp()
    and not exists (select from reply where reply_packet = packet_id)
    -- one whose letter did not arrive is nothing to wait for
    and not exists (select from letter where letter_id = any (array(select packet_letters(array[packet_id])))
      and (letter_status = 'failed' or letter_bounced is not null))
$$;
comment on function packet_still_open(bigint, bigint, text) is
  'The newest packet of this record, recipient and form that is good and not answered yet; null when there is none';

create or replace function packet_letters(p_packets bigint[]) returns setof bigint
language sql stable security invoker rows 2 set search_path = public, pg_temp
as $$
  select letter_id from letter where letter_packet = any (p_packets) and letter_kind = 'packet'
  union select letter_part_letter from letter_part where letter_part_id = any (p_packets)
$$;
comment on function packet_letters(bigint[]) is 'The letters that carry these packets';
