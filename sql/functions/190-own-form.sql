-- A person's own form. Read and written under satchel_subject, which sees the one record that acting_subject() names.

create or replace function own_form_begin(p_entity text, p_mailto text, p_form text, p_mark text, p_asked boolean) returns jsonb
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  record_id bigint;
  result jsonb;
begin
  perform must_be_login('satchel_dispatch');
  record_id := entity_survivor(find_entity(p_entity));
  -- the gate: unasked letters only to those who did not say no
  if not p_asked and not may_send(record_id, p_mark, 'all') then
    return '{"problem": "consent/withdrawn"}';
  end if;
  -- the address on file, never one that somebody asks from: bounced ones last, the primary one first
  select jsonb_build_object('kind', 'self-update', 'staff', record_id, 'role', 'satchel_subject', 'mailto', contact_point_value,
    'language', coalesce(person_language, 'en'), 'name', entity_name, 'asked', p_asked)
  into result
  from entity
  join person on person_id = entity_id
  join contact_point on contact_point_entity = entity_id and contact_point_kind = lookup_find('contact-kind', 'email')
  where entity_id = record_id and entity_deleted is null and contact_point_bounced is null
    and (p_mailto is null or contact_point_normal = normal_mail(p_mailto))
    -- whoever asks from an address that nobody vouched for gets nothing; the office may send there, and vouches by that
    and (not p_asked or contact_point_verified is not null)
  order by contact_point_verified is null, contact_point_primary desc, contact_point_id limit 1;
  if record_id is null or not exists (select from person where person_id = record_id) then
    return '{"problem": "entity/not-known"}';
  elsif result is null then
    return '{"problem": "entity/no-address"}';
  end if;
  select result || jsonb_build_object('form', form_id, 'form_name', form_name, 'form_version', form_version, 'form_type', 'person')
  into result from form join entity_type on entity_type_id = form_type
  where form_name = p_form and form_active and entity_type_hid = 'person' order by form_version desc limit 1;
  if result is null then
    return '{"problem": "form/not-known"}';
  end if;
  insert into acting (acting_id, acting_subject) values (current_work(), record_id)
  on conflict (acting_id) do update set acting_subject = excluded.acting_subject;
  return result;
end $$;

create or replace function own_form_read(p_form bigint, p_entity bigint) returns jsonb
language sql stable security invoker set search_path = public, pg_temp set timezone = 'UTC'
as $$
  -- no background: what staff noted is not in a person's own form
  select jsonb_build_object('type', 'person', 'version', entity_version, 'uuid', entity_uuid,
    'slots', read_slots(p_form, p_entity), 'background', '[]'::jsonb, 'stages', '[]'::jsonb)
  from entity where entity_id = p_entity
$$;

create or replace function own_form_end(p_begin jsonb, p_packet bigint, p_unsubscribe_token text, p_mark text) returns void
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_dispatch');
  insert into token (token_hid, token_purpose, token_mailto, token_mark, token_entity)
  values (p_unsubscribe_token, 'unsubscribe', p_begin ->> 'mailto', p_mark, (p_begin ->> 'staff')::bigint);
  -- what nobody asked for is asked about once more when it is sent
  update packet set packet_gate = p_mark where packet_id = p_packet and not (p_begin ->> 'asked')::boolean;
  delete from acting where acting_id = (select current_work());
end $$;

create or replace function own_form_addresses(p_entity text, p_mailto text) returns table (mailto text)
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_dispatch');
  return query
    select contact_point_normal from contact_point
    where contact_point_entity = entity_survivor(find_entity(p_entity)) and contact_point_kind = lookup_find('contact-kind', 'email')
      and contact_point_bounced is null and (p_mailto is null or contact_point_normal = normal_mail(p_mailto))
    order by contact_point_verified is null, contact_point_primary desc, contact_point_id;
end $$;
comment on function own_form_addresses(text, text) is 'The addresses on file that a person''s own form may go to, the best one first';

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
  opened := packet_end(begun, shown, (begun ->> 'staff')::bigint, p_packet, p_reply_token, p_bounce_token, p_days, true);
  perform own_form_end(begun, (opened ->> 'id')::bigint, p_unsubscribe_token, p_mark);
  return opened;
end $$;
comment on function open_own_packet(text, text, text, text, text, text, text, text, boolean, integer) is
  'Opens a person''s own form: entity key, address (null: the best on file), form, packet id, hashes of three tokens, mark of the address, whether they asked, days';

create or replace function next_form_request() returns jsonb
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  wish form_request;
  one record;
  make jsonb := '[]';
  again integer := 0;
  letters integer;
begin
  perform must_be_login('satchel_dispatch');
  select * into wish from form_request where form_request_status = 'queued' order by form_request_id limit 1 for update skip locked;
  if wish.form_request_id is null then
    return null;
  end if;
  -- a form that waits to be sent is one that was asked for by now
  update packet set packet_gate = null
  where packet_gate = wish.form_request_mark and exists (select from contact_point
    where contact_point_entity = entity_survivor(packet_entity) and contact_point_normal = normal_mail(wish.form_request_mailto)
      and contact_point_bounced is null and contact_point_verified is not null);
  if exists (select from letter join packet on packet_id = letter_packet
    where lower(letter_to) in (lower(wish.form_request_mailto), normal_mail(wish.form_request_mailto)) and packet_kind = 'self-update' and letter_kind = 'packet'
      and letter_problem is distinct from 'consent/withdrawn'
      -- also one that waits to be sent again; a clock that was ahead says nothing
      and greatest(letter_sent, letter_queued) between clock_timestamp() - interval '1 day' and clock_timestamp()) then
    return jsonb_build_object('request', wish.form_request_id, 'make', '[]'::jsonb, 'status', 'too-often');
  end if;
  -- a family may share one address: a form for each of them, and not for a whole village
  for one in
    select distinct entity_id, entity_uuid from contact_point
    join entity on entity_id = entity_survivor(contact_point_entity)
    join person on person_id = entity_id
    where contact_point_kind = lookup_find('contact-kind', 'email') and contact_point_normal = normal_mail(wish.form_request_mailto)
      and contact_point_bounced is null and contact_point_verified is not null and entity_deleted is null
    order by entity_id limit 5
  loop
    -- a form that is still good is sent again as it is
    update letter set letter_status = 'queued', letter_queued = clock_timestamp()
    where letter_id = (
      select max(letter_id) from letter join packet on packet_id = letter_packet
      where packet_entity = one.entity_id and packet_kind = 'self-update' and letter_kind = 'packet' and packet_status = 'open'
        and packet_expires > clock_timestamp() + interval '3 days' and lower(letter_to) in (lower(wish.form_request_mailto), normal_mail(wish.form_request_mailto))
        and packet_version = (select entity_version from entity where entity_id = one.entity_id)
        and not exists (select from reply where reply_packet = packet_id))
      and letter_bytes is not null and letter_status = 'sent';
    get diagnostics letters = row_count;
    again := again + letters;
    if letters = 0 then
      make := make || to_jsonb(one.entity_uuid);
    end if;
  end loop;
  return jsonb_build_object('request', wish.form_request_id, 'mailto', wish.form_request_mailto, 'mark', wish.form_request_mark,
    'make', make, 'status', case when jsonb_array_length(make) > 0 then 'sent' when again > 0 then 'sent-again' else 'unknown' end);
end $$;
comment on function next_form_request() is
  'Locks the oldest wish for a form: {request, mailto, mark, make: [records], status}; null when there is none. A form that is still good is queued again';

create or replace function end_form_request(p_request bigint, p_status text) returns void
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_dispatch');
  update form_request set form_request_status = p_status, form_request_mailto = null, form_request_ended = clock_timestamp()
  where form_request_id = p_request and form_request_status = 'queued';
end $$;
comment on function end_form_request(bigint, text) is 'Ends a wish for a form; its address is forgotten';
