-- Building packets. open_packet is called by the login satchel_dispatch and reads the record under the recipient's role.

create or replace function packets_left(p_entity bigint) returns table (packet text, record text, form text)
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
declare
  left_behind bigint[];
begin
  if not is_office() and not exists (select from entity where entity_id = p_entity and entity_owner = any (my_people())) then
    return;
  end if;
  left_behind := array(
    select packet_id from packet join staff on staff_id = packet_recipient join entity on entity_id = entity_survivor(packet_entity)
    where not staff_active and packet_kind = 'work' and packet_status = 'open' and packet_expires > now()
      and (entity_id = p_entity or entity_path like (select entity_path from entity where entity_id = p_entity) || '_%'
        and entity_owner = (select entity_owner from entity where entity_id = p_entity)));
  -- letters queued for a leaver never go out, even if they come back: the work is another's now
  update letter set letter_status = 'failed', letter_problem = 'handed-over'
  where (letter_packet = any (left_behind) or letter_id = any (array(select packet_letters(left_behind)))) and letter_status = 'queued';
  return query
    select distinct on (sent.packet_entity, form_name) packet_hid, entity_uuid, form_name
    from packet sent join form on form_id = packet_form join entity on entity_id = entity_survivor(packet_entity)
    where packet_id = any (left_behind)
      -- and nobody who works here has got it since
      and not exists (select from packet later join staff on staff_id = later.packet_recipient join form f on f.form_id = later.packet_form
        where later.packet_entity = entity_id and later.packet_id > sent.packet_id and f.form_name = form.form_name and staff_active)
    order by sent.packet_entity, form_name, packet_id desc;
end $$;
comment on function packets_left(bigint) is $$Open packets of a record, and of the records handed over with it, whose recipients have left, without a packet to a successor: for the new owner
@query packets/left @call packetsLeft @column record null Its uuid$$;

create or replace function open_packet(
  p_entity text, p_staff text, p_form text, p_packet text, p_reply_token text, p_bounce_token text, p_address_token text,
  p_days integer, p_kind text default 'work', p_again boolean default false, p_operator text default '', p_zone text default 'UTC',
  p_files bigint default 0, p_language text default '', p_shown boolean default false)
returns jsonb
language plpgsql security invoker set search_path = public, pg_temp
as $$
declare
  begun jsonb := packet_begin(p_staff, p_form, p_kind) || jsonb_build_object('sender', packet_sender(p_operator));
  record_id bigint;
  shown jsonb;
  refused jsonb;
begin
  if begun ? 'problem' then
    return begun;
  end if;
  refused := packet_sent_by(p_operator, p_entity, begun, p_shown);
  if refused is not null then
    return refused;
  elsif p_language <> '' then
    begun := begun || jsonb_build_object('language', p_language);
  end if;
  perform set_config('role', begun ->> 'role', true);
  record_id := find_entity(p_entity);
  shown := packet_read((begun ->> 'form')::bigint, record_id, p_zone, p_files);
  perform set_config('role', 'none', true);
  if shown is null then
    return '{"problem": "entity/not-seen"}';
  end if;
  if begun ->> 'form_type' <> shown ->> 'type' then
    return '{"problem": "form/other-type"}';
  end if;
  shown := jsonb_set_lax(shown, '{case,troubles}', case_troubles(record_id, shown -> 'slots', p_zone), true, 'return_target');
  return packet_end(begun, shown, record_id, p_packet, p_reply_token, p_bounce_token, p_address_token, p_days,
    p_again or p_kind <> 'work');
end $$;
comment on function open_packet(text, text, text, text, text, text, text, integer, text, boolean, text, text, bigint, text, boolean) is $$Opens a packet: entity key, staff hid, form name, packet id, hashes of the tokens, days until it expires, work or edit, and whether another open packet is allowed: otherwise {open} names it. Reads under the recipient's role
@query packets/open @call openPacket @param entity Human id or uuid of the record @param staff Short name of the recipient
@param packet Public id @param reply_token Hash @param bounce_token Hash @param address_token Hash, for the address of a protected letter @param days Until it expires @param kind work or edit
@shape 'work' | 'edit' @param again Also if another one is still open @param operator Short name of the colleague who sends it
@param zone Time zone of the days @param files Bytes of files at most
@param language Of the packet; empty: the recipient's @param shown It is looked at, and undone
@column opened checked The values read, {open} with the packet that is still open, or {problem}
@shape Refusal | PacketStillOpen | PacketOpened$$;

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
comment on function post_packet(bigint, text, text, text, bytea) is $$Queues the letter of a packet that open_packet made in the same transaction
@query packets/post @call postPacket @param digest Of the packet file with its token masked @column letter$$;

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
comment on function revoke_packet(text) is $$Revokes an open packet; false if there is none
@query packets/revoke @call revokePacket @column revoked$$;

create or replace function packet_records(p_packets jsonb) returns table (packet text, entity bigint)
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_import');
  return query select packet_hid, entity_survivor(packet_entity) from packet
    where packet_hid = any (array(select value #>> '{}' from jsonb_array_elements(p_packets)));
end $$;
comment on function packet_records(jsonb) is $$The records of packets: replies to one record are merged one after the other
@query packets/records @call packetRecords @param packets Their public ids @shape string[] @column packet checked @column entity checked$$;

create or replace function packet_holder(p_letter text, p_packet text) returns jsonb
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_import');
  return (
    select jsonb_build_object('mailto', packet_mailto, 'packet', packet_hid, 'packet_id', packet_id, 'language', packet_language)
    from packet where packet_status = 'open' and packet_expires > clock_timestamp() and packet_id = coalesce(
      (select letter_packet from letter where letter_hid = p_letter),
      (select named.packet_id from packet named where named.packet_hid = p_packet)));
end $$;
comment on function packet_holder(text, text) is $$The recipient of an open packet, found by a letter about it or by its id: {mailto, packet, packet_id, language}; null if there is none
@query packets/holder @call packetHolder @param letter null @param packet null @column holder
@shape { mailto: string, packet: string, packet_id: number, language: string }$$;

create or replace function own_form_addresses(p_entity text, p_mailto text) returns table (mailto text)
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_dispatch');
  return query
    select normal from best_emails(entity_survivor(find_entity(p_entity)))
    where not is_bounced and (p_mailto is null or normal = normal_mail(p_mailto))
    order by place;
end $$;
comment on function own_form_addresses(text, text) is $$The addresses on file for a person's own form, the best one first
@query packets/own-addresses @call ownAddresses @param mailto null Only this one$$;

create or replace function open_own_packet(p_entity text, p_mailto text, p_form text, p_packet text, p_reply_token text,
  p_bounce_token text, p_unsubscribe_token text, p_mark text, p_asked boolean, p_days integer) returns jsonb
language plpgsql security invoker set search_path = public, pg_temp
as $$
declare
  begun jsonb := own_form_begin(p_entity, p_mailto, p_form, p_mark, p_asked);
  shown jsonb;
  opened jsonb;
begin
  if begun ? 'problem' then
    return begun;
  end if;
  perform set_config('role', begun ->> 'role', true);
  shown := own_form_read((begun ->> 'form')::bigint, (begun ->> 'staff')::bigint);
  perform set_config('role', 'none', true);
  if shown is null then
    return '{"problem": "entity/not-seen"}';
  end if;
  opened := packet_end(begun, shown, (begun ->> 'staff')::bigint, p_packet, p_reply_token, p_bounce_token, null, p_days, true);
  perform own_form_end(begun, (opened ->> 'id')::bigint, p_unsubscribe_token, p_mark);
  return opened;
end $$;
comment on function open_own_packet(text, text, text, text, text, text, text, text, boolean, integer) is $$Opens a person's own form: entity key, address (null: the best on file), form, packet id, hashes of three tokens, mark of the address, whether they asked, days
@query packets/open-own @call openOwnPacket @param mailto null @column opened checked @shape Refusal | PacketOpened$$;

create or replace function packet_guard(p_packet bigint) returns jsonb
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_import');
  return letter_guard(p_packet);
end $$;
comment on function packet_guard(bigint) is $$How letters about a packet are protected: {protection, pgp_key}; of passphrase they tell numbers alone
@query packets/guard @call packetGuard @column guard checked @shape Guard$$;

create or replace function packet_orders(p_keys jsonb, p_staff text)
  returns table (key text, entity bigint, type text, form text, staff text, protection text, trouble text)
language plpgsql stable security definer set search_path = public, pg_temp
as $$
declare
  chosen bigint := (select staff_id from staff where staff_hid = lower(p_staff));
begin
  perform must_be_login('satchel_dispatch');
  return query
    select given.key, found.id, found.type, stage_form(found.id), s.staff_hid, s.staff_protection,
      case when found.id is null then 'entity/not-known' when s.staff_id is null then 'staff/none'
        when not s.staff_active then 'staff/off' when s.staff_protection is not null then null
        when s.staff_protection_restored is null then 'staff/no-protection' else 'staff/not-confirmed' end
    from jsonb_array_elements_text(p_keys) with ordinality given (key, place)
    -- each by its key, however many there are
    left join lateral (select entity_id as id, entity_type_hid as type, entity_owner from entity
      join entity_type on entity_type_id = entity_type
      where entity_id = find_entity(given.key) and entity_deleted is null offset 0) found on true
    left join lateral (select staff_id, staff_hid, staff_active, staff_protection, staff_protection_restored from staff
      where staff_id = case when p_staff is null then found.entity_owner else chosen end offset 0) s on true
    order by given.place;
end $$;
comment on function packet_orders(jsonb, text) is $$Who would get each of these records: the one who is named, or else its owner; and why they cannot
@query packets/orders @call packetOrders @param keys Human ids or uuids @shape string[] @param staff null Short name; null: the owner of each
@column key checked @column entity null @column type null @column form null The form of its stage @column staff null
@column protection null @column trouble null
@shape 'entity/not-known' | 'staff/none' | 'staff/off' | 'staff/no-protection' | 'staff/not-confirmed'$$;

create or replace function packets_out(p_orders jsonb) returns table (place bigint, packet text, mailto text, issued text, expires text)
language plpgsql stable security definer set search_path = public, pg_temp set timezone = 'UTC'
as $$
begin
  perform must_be_login('satchel_dispatch');
  return query
    select given.place, sent.packet_hid, sent.packet_mailto, to_char(sent.packet_issued, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
      to_char(sent.packet_expires, 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
    from rows from (jsonb_to_recordset(p_orders) as (entity bigint, staff text, form text)) with ordinality
      given (entity, staff, form, place)
    cross join lateral (select staff_id from staff where staff_hid = lower(given.staff) offset 0) s
    cross join lateral (select p.packet_hid, p.packet_mailto, p.packet_issued, p.packet_expires from packet p
      where p.packet_id = packet_still_open(given.entity, s.staff_id, given.form) offset 0) sent
    order by given.place;
end $$;
comment on function packets_out(jsonb) is $$The packets of these records and forms that their recipients still have open, each with the place of its order, counted from one
@query packets/out @call packetsOut @param orders [{entity, staff, form}] @shape { entity: number | null, staff: string | null, form: string }[]
@column place checked @column packet checked @column mailto checked @column issued checked @column expires checked$$;

create or replace function carry_packet(p_packet bigint, p_digest text, p_carrier text) returns bigint
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_dispatch');
  update packet set packet_digest = p_digest, packet_carrier = p_carrier where packet_id = p_packet and packet_digest = '';
  if not found then
    raise exception 'the packet has left already' using errcode = '55000';
  end if;
  return p_packet;
end $$;
comment on function carry_packet(bigint, text, text) is $$Notes that a packet that open_packet made in the same transaction leaves as a file or on paper: no letter is queued
@query packets/carry @call carryPacket @param digest Of the packet file with its token masked @param carrier file or paper @shape 'file' | 'paper'
@column packet$$;

create or replace function carry_paper(p_packet bigint, p_digest text, p_code text) returns bigint
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  -- it says whose the paper is, and lets nothing in
  insert into token (token_hid, token_purpose, token_packet, token_expires)
  select p_code, 'address', packet_id, packet_expires from packet where packet_id = p_packet;
  return carry_packet(p_packet, p_digest, 'paper');
end $$;
comment on function carry_paper(bigint, text, text) is $$Notes that a packet that open_packet made in the same transaction leaves on paper, with a code
@query packets/carry-paper @call carryPaper @param digest Of the packet file with its token masked @param code Hash @column packet$$;

create or replace function post_packets(p_packets jsonb, p_letter text, p_letter_digest text, p_bytes bytea) returns bigint
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  made bigint;
begin
  perform must_be_login('satchel_dispatch');
  made := post_packet((p_packets -> 0 ->> 'packet')::bigint, p_packets -> 0 ->> 'digest', p_letter, p_letter_digest, p_bytes);
  with more as (
    update packet set packet_digest = digest from jsonb_to_recordset(p_packets - 0) as more (packet bigint, digest text)
    where packet_id = more.packet and packet_digest = ''
      -- one letter has one reader
      and packet_recipient = (select first.packet_recipient from packet first where first.packet_id = (p_packets -> 0 ->> 'packet')::bigint)
    returning packet_id)
  insert into letter_part (letter_part_id, letter_part_letter) select packet_id, made from more;
  if (select count(*) from letter_part where letter_part_letter = made) <> jsonb_array_length(p_packets) - 1 then
    raise exception 'a packet of the letter has left already, or is another recipient''s' using errcode = '55000';
  end if;
  return made;
end $$;
comment on function post_packets(jsonb, text, text, bytea) is $$Queues one letter for several packets of one recipient that open_packet made in the same transaction
@query packets/post-together @call postPackets @param packets [{packet, digest}], in the order of the letter @shape { packet: number, digest: string }[]
@column letter$$;

create or replace function packets_gone(p_packets jsonb) returns table (packet text)
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_dispatch');
  return query select packet_hid from packet
    where packet_hid = any (array(select jsonb_array_elements_text(p_packets))) and packet_carrier is not null;
end $$;
comment on function packets_gone(jsonb) is $$Those of these packets that left as a file or on paper
@query packets/gone @call packetsGone @param packets Their public ids @shape string[] @column packet checked$$;
