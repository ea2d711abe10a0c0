-- Building packets. open_packet is called by the login satchel_dispatch and reads the record under the recipient's role.

create or replace function id_folded(p_id text) returns text
language sql immutable set search_path = public, pg_temp
as $$ select replace(lower(btrim(p_id)), '-', '') $$;
comment on function id_folded(text) is 'An id as people type it: in any case, with or without its dashes';

create or replace function find_entity(p_key text) returns bigint
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
declare
  hit bigint;
begin
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
    -- written otherwise: with its dashes before without; where that leaves two records it names none
    select case when count(*) = 1 then min(id) end into hit from (
      select id, rank() over (order by lower(hid) <> lower(btrim(p_key))) as place from (
        select entity_id as id, entity_uuid as hid from entity
        union all select person_id, person_hid from person union all select organization_id, organization_hid from organization
        union all select staff_id, staff_hid from staff union all select product_id, product_hid from product
        union all select grp_id, grp_hid from grp union all select deal_id, deal_hid from deal
        union all select ticket_id, ticket_hid from ticket) known
      where id_folded(hid) = id_folded(p_key)) near
    where place = 1;
  end if;
  return hit;
end $$;
comment on function find_entity(text) is
  'The record with this human id or uuid, in any case and without dashes where that names one only; null when there is none that the caller sees';

create or replace function packet_begin(p_staff text, p_form text, p_kind text) returns jsonb
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  result jsonb;
begin
  perform must_be_login('satchel_dispatch');
  select jsonb_build_object('staff', staff_id, 'role', staff_login, 'mailto', staff_email, 'language', staff_language,
    'name', staff_name, 'kind', p_kind) into result
  from staff where staff_hid = lower(p_staff) and staff_active;
  if result is null then
    return '{"problem": "staff/not-known"}';
  end if;
  select result || jsonb_build_object('form', form_id, 'form_name', form_name, 'form_version', form_version,
    'form_type', entity_type_hid)
  into result from form join entity_type on entity_type_id = form_type where form_name = p_form and form_active order by form_version desc limit 1;
  return coalesce(result, '{"problem": "form/not-known"}');
end $$;

create or replace function packet_read(p_form bigint, p_entity bigint) returns jsonb
language sql stable security invoker set search_path = public, pg_temp set timezone = 'UTC'
as $$
  select jsonb_build_object(
    'type', entity_type_hid, 'version', entity_version, 'uuid', entity_uuid,
    'slots', read_slots(p_form, p_entity), 'no_letters', no_letters(p_entity),
    'background', coalesce((
      select jsonb_agg(jsonb_build_object('date', day, 'kind', kind, 'text', text) order by day desc, id desc) from (
        select activity_id as id, to_char(coalesce(activity_start, activity_created), 'YYYY-MM-DD') as day,
          lookup_value(activity_kind) as kind, concat_ws(': ', activity_subject, activity_body) as text
        from activity where activity_entity = p_entity and concat_ws(': ', activity_subject, activity_body) <> ''
        order by coalesce(activity_start, activity_created) desc limit 10) recent), '[]'),
    'stages', coalesce((
      select jsonb_agg(jsonb_build_object('date', to_char(development_tracking_entered, 'YYYY-MM-DD'),
        'kind', 'stage', 'text', development_process_name || ': ' || development_stage_name) order by development_process_hid)
      from development_tracking
      join development_stage on development_stage_id = development_tracking_stage
      join development_process on development_process_id = development_tracking_process
      where development_tracking_entity = p_entity and development_tracking_finished is null), '[]'))
  from entity join entity_type on entity_type_id = entity_type
  where entity_id = p_entity and entity_deleted is null
$$;
comment on function packet_read(bigint, bigint) is 'What a packet shows of a record, with the caller''s rights; null where the caller does not see it';

create or replace function packet_still_open(p_entity bigint, p_staff bigint, p_form text) returns bigint
language sql stable security invoker set search_path = public, pg_temp
as $$
  with recursive same as (select p_entity as id union select entity_id from entity join same on entity_merged = id)
  select max(packet_id) from same join packet on packet_entity = id join form on form_id = packet_form
  where packet_recipient = p_staff and packet_kind = 'work' and form_name = p_form and packet_status = 'open' and packet_expires > clock_timestamp()
    and not exists (select from reply where reply_packet = packet_id)
    -- one whose letter did not arrive is nothing to wait for
    and not exists (select from letter where letter_hid = 'packet-' || packet_hid and (letter_status = 'failed' or letter_bounced is not null))
$$;
comment on function packet_still_open(bigint, bigint, text) is 'The newest packet of this record, recipient and form that is good and not answered yet; null when there is none';

create or replace function packet_end(
  p_begin jsonb, p_read jsonb, p_entity bigint, p_packet text, p_reply_token text, p_bounce_token text, p_days integer, p_again boolean)
returns jsonb
language plpgsql security definer set search_path = public, pg_temp set timezone = 'UTC'
as $$
declare
  made packet;
begin
  perform must_be_login('satchel_dispatch');
  if not p_again then
    -- held until this packet is committed: of two dispatches at once the second one sees what the first one sent
    perform take_latch('dispatch');
    select * into made from packet
    where packet_id = packet_still_open(p_entity, (p_begin ->> 'staff')::bigint, p_begin ->> 'form_name');
    if found then
      return jsonb_build_object('open', made.packet_hid, 'mailto', made.packet_mailto,
        'issued', to_char(made.packet_issued, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
        'expires', to_char(made.packet_expires, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'));
    end if;
  end if;
  insert into packet (packet_hid, packet_kind, packet_entity, packet_recipient, packet_role, packet_mailto, packet_form,
    packet_language, packet_epoch, packet_version, packet_snapshot, packet_issued, packet_expires, packet_creator)
  select p_packet, coalesce(p_begin ->> 'kind', 'work'), p_entity, (p_begin ->> 'staff')::bigint, p_begin ->> 'role', p_begin ->> 'mailto',
    (p_begin ->> 'form')::bigint, p_begin ->> 'language', instance_epoch, (p_read ->> 'version')::integer, p_read -> 'slots',
    date_trunc('second', clock_timestamp()), date_trunc('second', clock_timestamp()) + make_interval(days => p_days), session_user
  from instance
  returning * into made;
  insert into token (token_hid, token_purpose, token_packet, token_expires, token_limit) values
    (p_reply_token, 'reply', made.packet_id, made.packet_expires, 50),
    (p_bounce_token, 'bounce', made.packet_id, null, null);
  return p_begin || p_read || jsonb_build_object('id', made.packet_id, 'epoch', made.packet_epoch,
    'issued', to_char(made.packet_issued, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
    'expires', to_char(made.packet_expires, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'));
end $$;

create or replace function open_packet(
  p_entity text, p_staff text, p_form text, p_packet text, p_reply_token text, p_bounce_token text, p_days integer,
  p_kind text default 'work', p_again boolean default false)
returns jsonb
language plpgsql security invoker set search_path = public, pg_temp
as $$
declare
  begun jsonb := packet_begin(p_staff, p_form, p_kind);
  record_id bigint;
  shown jsonb;
begin
  if begun ? 'problem' then
    return begun;
  end if;
  perform set_config('role', begun ->> 'role', true);
  record_id := find_entity(p_entity);
  shown := packet_read((begun ->> 'form')::bigint, record_id);
  perform set_config('role', 'none', true);
  if shown is null then
    return '{"problem": "entity/not-seen"}';
  end if;
  if begun ->> 'form_type' <> shown ->> 'type' then
    return '{"problem": "form/other-type"}';
  end if;
  return packet_end(begun, shown, record_id, p_packet, p_reply_token, p_bounce_token, p_days, p_again or p_kind <> 'work');
end $$;
comment on function open_packet(text, text, text, text, text, text, integer, text, boolean) is
  'Opens a packet: entity key, staff hid, form name, packet id, hashes of the two tokens, days it lives, work or edit, and whether also beside one that is still open: else {open} names that. Reads under the recipient''s role';

create or replace function post_packet(p_packet bigint, p_digest text, p_letter text, p_letter_digest text, p_bytes bytea) returns bigint
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  made bigint;
begin
  perform must_be_login('satchel_dispatch');
  update packet set packet_digest = p_digest where packet_id = p_packet and packet_digest = '';
  if not found then
    raise exception 'the packet has its letter already' using errcode = '55000';
  end if;
  insert into letter (letter_hid, letter_kind, letter_packet, letter_to, letter_digest, letter_bytes, letter_queued)
  select p_letter, 'packet', packet_id, packet_mailto, p_letter_digest, p_bytes, clock_timestamp()
  from packet where packet_id = p_packet
  returning letter_id into made;
  return made;
end $$;
comment on function post_packet(bigint, text, text, text, bytea) is 'Queues the letter of a packet that open_packet made in the same transaction';

create or replace function letter_kept(p_packet bigint) returns boolean
language sql stable security definer set search_path = public, pg_temp
return exists (select from packet join staff on staff_id = packet_recipient where packet_id = p_packet and not staff_active);
comment on function letter_kept(bigint) is 'Whether letters of a packet are kept back, since its recipient no longer works here';

create or replace function take_letters(p_limit integer) returns table (letter bigint, hid text, sending text, mailto text, bytes bytea)
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_dispatch');
  -- after a restore: somebody may have asked since not to be written to
  if restore_open() then
    return;
  end if;
  perform end_refused(p_limit);
  return query
    -- a letter that is sent again is a letter of its own to the mailbox; its seal names the one that it is
    select letter_id, letter_hid, letter_hid || case when letter_sendings > 0 then '-again-' || letter_sendings else '' end,
      letter_to, letter_bytes from letter
    where letter_status = 'queued' and (letter_next is null or letter_next <= clock_timestamp()) and not letter_kept(letter_packet) order by letter_id limit p_limit for update skip locked;
end $$;
comment on function take_letters(integer) is 'Locks and returns queued letters, oldest first; letters that another sender holds are passed over';

create or replace function letter_done(p_letter bigint, p_problem text, p_refused text default null) returns void
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_dispatch');
  update letter set letter_status = case when p_problem is null then 'sent' else 'failed' end,
    letter_sent = case when p_problem is null then clock_timestamp() end,
    letter_problem = p_problem, letter_sendings = letter_sendings + 1, letter_attempts = 0, letter_next = null,
    -- all that is known of somebody does not lie about once it is with them
    letter_bytes = case when letter_hid like 'my-data-%' then null else letter_bytes end
  where letter_id = p_letter and letter_status = 'queued';
  perform mark_address((select letter_to from letter where letter_id = p_letter), p_refused);
end $$;
comment on function letter_done(bigint, text, text) is 'Marks a queued letter as sent, or as failed with a problem code, and with the status by which its recipient was refused';

create or replace function letters_recent() returns table (sent timestamptz)
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_dispatch');
  return query select letter_sent from letter where letter_sent between clock_timestamp() - interval '1 hour' and clock_timestamp() order by letter_sent;
end $$;
comment on function letters_recent() is 'When letters went out in the last hour, for the budget of the mail server';

create or replace function letter_later(p_letter bigint, p_problem text) returns boolean
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  failed boolean;
begin
  perform must_be_login('satchel_dispatch');
  -- a minute, two, four ... four hours between tries, as mail servers do; after five days it has failed
  update letter set letter_attempts = letter_attempts + 1, letter_problem = p_problem,
    letter_next = clock_timestamp() + least(interval '4 hours', interval '1 minute' * 2 ^ least(letter_attempts, 10)),
    letter_status = case when letter_queued < clock_timestamp() - interval '5 days' then 'failed' else 'queued' end,
    letter_bytes = case when letter_hid like 'my-data-%' and letter_queued < clock_timestamp() - interval '5 days' then null else letter_bytes end
  where letter_id = p_letter and letter_status = 'queued'
  returning letter_status = 'failed' into failed;
  return failed;
end $$;
comment on function letter_later(bigint, text) is 'Puts a queued letter off, longer each time; true when it was the last try';

create or replace function outbox() returns table (letter bigint, status text, queued timestamptz, mailto text, kind text, problem text, bounced timestamptz)
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  -- the office sees that a letter waits; its bytes hold tokens and are for the dispatcher alone
  if not is_office() then
    raise exception 'the outbox is for the office' using errcode = '42501';
  end if;
  return query select letter_id, case
      when letter_status = 'queued' and letter_kept(letter_packet) then 'kept-back'
      when letter_status = 'queued' and letter_next > clock_timestamp() then 'put-off'
      when letter_status = 'failed' and not letter_stuck(l) then 'ended'
      else letter_status end, letter_queued, letter_to, letter_kind, letter_problem, letter_bounced from letter l;
end $$;
comment on function outbox() is 'Letters without their bytes';

create or replace function revoke_packet(p_packet text) returns boolean
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  if not is_office() then
    raise exception 'revoking is for the office' using errcode = '42501';
  end if;
  update packet set packet_status = 'revoked' where packet_hid = p_packet and packet_status = 'open';
  return found;
end $$;
comment on function revoke_packet(text) is 'Revokes an open packet; false when there is none';
