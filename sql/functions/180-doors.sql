-- Items that are no replies: inquiries, files, form requests, confirmations. Each is one step of an item's
-- life in the transaction that also ends the item; all for the login satchel_import.

create or replace function files_missing(p_files jsonb) returns integer
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_import');
  return (select count(*)::integer from jsonb_array_elements(p_files)
    where not exists (select from item where item_hid = value ->> 'item'));
end $$;
comment on function files_missing(jsonb) is 'How many of a submission''s files have not come yet';

create or replace function attach_files(p_item bigint, p_run bigint, p_files jsonb) returns void
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  named jsonb;
  upload bigint;
begin
  perform must_be_login('satchel_import');
  for named in select value from jsonb_array_elements(p_files) loop
    -- only what waits: nobody can claim a file that another submission has; that it is an upload the import has seen
    -- one that came alone is in quarantine, where it ended in its own run
    update item set item_state = 'attached', item_problem = null, item_message = null,
      item_ended = case when item_state = 'waiting' then clock_timestamp() else item_ended end,
      item_ended_run = case when item_state = 'waiting' then p_run else item_ended_run end
    where item_hid = named ->> 'item' and item_id <> p_item
      and (item_state = 'waiting' or item_state = 'quarantined' and item_problem = 'upload/alone')
    returning item_id into upload;
    if found then
      insert into item_file (item_file_item, item_file_upload, item_file_name, item_file_type)
      values (p_item, upload, left(named ->> 'name', 255), left(named ->> 'type', 100));
    end if;
  end loop;
end $$;
comment on function attach_files(bigint, bigint, jsonb) is 'Gives uploads that wait to the submission that names them: [{item, name, type}]';

create or replace function note_inquiry(p_item bigint, p_said jsonb, p_received timestamptz) returns text
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  made bigint := nextval(pg_get_serial_sequence('inquiry', 'inquiry_id'));
begin
  perform must_be_login('satchel_import');
  p_said := without_tokens(p_said::text)::jsonb;
  insert into inquiry (inquiry_id, inquiry_hid, inquiry_item, inquiry_received, inquiry_name, inquiry_email, inquiry_phone,
    inquiry_message, inquiry_language)
  values (made, 'inquiry-' || made, p_item, least(p_received, clock_timestamp()), normal_text(left(p_said ->> 'name', 200)),
    normal_text(left(p_said ->> 'email', 254)), normal_text(left(p_said ->> 'phone', 50)),
    coalesce(normal_text(p_said ->> 'message'), '-'), normal_text(left(p_said ->> 'language', 10)));
  return 'inquiry-' || made;
end $$;
comment on function note_inquiry(bigint, jsonb, timestamptz) is 'Puts an inquiry into its queue: {name, email, phone, message, language}';

create or replace function keep_words(p_item bigint, p_token text, p_letter text, p_said jsonb, p_received timestamptz) returns jsonb
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  made bigint := nextval(pg_get_serial_sequence('inquiry', 'inquiry_id'));
  ticket token;
  answered letter;
  sent packet;
  about bigint;
begin
  perform must_be_login('satchel_import');
  if p_token is not null then
    -- locked, so that an erasure is either seen here or sees what is written here
    select * into ticket from token where token_hid = p_token for update;
    if ticket.token_id is null then
      return null;
    end if;
  else
    select * into answered from letter where letter_hid = p_letter and letter_to <> 'erased';
    if answered.letter_id is null then
      return null;
    end if;
  end if;
  select p.* into sent from packet p
  where packet_id = coalesce(ticket.token_packet, answered.letter_packet, (select reply_packet from reply where reply_id = answered.letter_reply));
  if sent.packet_status = 'erased' then
    return null;
  end if;
  about := coalesce(sent.packet_entity, ticket.token_entity, case when answered.letter_hid like 'my-data-%' then split_part(answered.letter_hid, '-', 3)::bigint end);
  if p_token is not null and about is null then
    return null;
  end if;
  p_said := without_tokens(p_said::text)::jsonb;
  insert into inquiry (inquiry_id, inquiry_hid, inquiry_item, inquiry_received, inquiry_email, inquiry_message, inquiry_language, inquiry_packet,
    inquiry_entity, inquiry_files)
  values (made, 'inquiry-' || made, p_item, least(p_received, clock_timestamp()), normal_text(left(p_said ->> 'email', 254)),
    coalesce(normal_text(p_said ->> 'message'), '-'), coalesce(sent.packet_language, normal_text(left(p_said ->> 'language', 10))), sent.packet_id, about,
    coalesce(p_said -> 'files', '[]'))
  on conflict (inquiry_item) do nothing;
  return jsonb_build_object('packet', sent.packet_hid, 'packet_id', sent.packet_id, 'language', coalesce(sent.packet_language, 'en'),
    -- a packet that was called back is nobody's any more: nothing goes there
    'mailto', case when sent.packet_status is distinct from 'revoked' then coalesce(ticket.token_mailto, sent.packet_mailto, answered.letter_to) end);
end $$;
comment on function keep_words(bigint, text, text, jsonb, timestamptz) is
  'Keeps what somebody wrote in their own words as an inquiry, once an item: by the token that it came with, else the letter that it answers; {email, message, language, files}. Whom to tell: {packet, packet_id, language, mailto}; null where it belongs to nobody';

create or replace function inquiry_done(p_inquiry text, p_note text) returns boolean
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  if not is_office() then
    raise exception 'inquiries are for the office' using errcode = '42501';
  end if;
  update inquiry set inquiry_status = 'done', inquiry_handled = clock_timestamp(), inquiry_handler = my_staff(),
    inquiry_note = nullif(btrim(p_note), '')
  where inquiry_hid = p_inquiry and inquiry_status = 'new';
  return found;
end $$;
comment on function inquiry_done(text, text) is 'Takes an inquiry off the queue; false when it is not in it';

create or replace function note_form_request(p_item bigint, p_mailto text, p_mark text, p_received timestamptz) returns void
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_import');
  insert into form_request (form_request_item, form_request_mailto, form_request_mark, form_request_received)
  values (p_item, p_mailto, p_mark, least(p_received, clock_timestamp()));
end $$;
comment on function note_form_request(bigint, text, text, timestamptz) is 'Queues a wish for one''s own form; the dispatcher answers it';

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
comment on function packet_holder(text, text) is 'To whom an open packet went, by a letter about it or by its id: {mailto, packet, packet_id, language}; null for none';

-- it gave the address alone
drop function if exists open_confirmation(bigint, text, integer);
create function open_confirmation(p_reply bigint, p_token text, p_days integer) returns jsonb
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  sent packet;
begin
  perform must_be_login('satchel_import');
  select p.* into sent from reply join packet p on packet_id = reply_packet where reply_id = p_reply;
  insert into token (token_hid, token_purpose, token_packet, token_reply, token_expires, token_limit)
  select p_token, 'form', reply_packet, reply_id, clock_timestamp() + make_interval(days => p_days), 1
  from reply where reply_id = p_reply and exists (select from change
    where change_reply = reply_id and change_outcome = 'held' and change_reason = 'weak-evidence')
  on conflict (token_reply) where token_purpose = 'form' do nothing;
  if not found then
    return null;
  end if;
  return jsonb_build_object(
    -- the address that somebody vouched for, first the one that the form went to; only where there is none, the form's own
    'mailto', coalesce((
      select contact_point_value from contact_point
      where contact_point_entity = entity_survivor(sent.packet_entity) and contact_point_kind = lookup_find('contact-kind', 'email')
        and contact_point_verified is not null and contact_point_bounced is null
      order by contact_point_normal = normal_mail(sent.packet_mailto) desc, contact_point_primary desc, contact_point_id limit 1), sent.packet_mailto),
    'asked', (
      select jsonb_agg(jsonb_build_object('slot', slot_name(change_slot),
          'becomes', case when change_new = 'null' then 'removed' when change_slot like 'row/%/new-%' then 'new' else 'changed' end)
          || slot_entry(sent.packet_snapshot, change_slot)
          || slot_hint(sent.packet_form, change_slot, coalesce(nullif(change_new, 'null'), change_believed))
        order by slot_place(sent.packet_form, change_slot), change_slot)
      from change where change_reply = p_reply and change_outcome = 'held' and change_reason = 'weak-evidence'));
end $$;
comment on function open_confirmation(bigint, text, integer) is
  'Makes the one token that confirms what of a reply waits for stronger evidence: {mailto, asked: [{slot, becomes, entry, hint}]}, whom to ask and what; null when nothing waits, or there is one';

create or replace function slot_hint(p_form bigint, p_slot text, p_value jsonb) returns jsonb
language sql stable security definer set search_path = public, pg_temp
as $$
  select coalesce((
    select value_hint(case when form_field_type = 'contact' then p_value ->> 'kind' else form_field_type end,
      case when p_slot like 'field/%' then p_value #>> '{}' else p_value ->> form_field_name end)
    from form_field where form_field_form = p_form and form_field_type in ('phone', 'email', 'contact') and case split_part(p_slot, '/', 1)
      when 'field' then form_field_place = 'field' and form_field_name = split_part(p_slot, '/', 2)
      when 'row' then form_field_place = 'row' and form_field_collection = split_part(p_slot, '/', 2) end
    order by form_field_sort limit 1), '{}')
$$;
comment on function slot_hint(bigint, text, jsonb) is 'What a letter may show of the number or address in a slot: as value_hint';

create or replace function value_hint(p_kind text, p_value text) returns jsonb
language sql immutable set search_path = public, pg_temp
as $$
  -- of what is short the rest could be guessed
  select case
    when p_kind = 'phone' and length(regexp_replace(p_value, '[^0-9]', '', 'g')) >= 7
      then jsonb_build_object('hint', jsonb_build_object('kind', 'phone', 'part', right(regexp_replace(p_value, '[^0-9]', '', 'g'), 2)))
    when p_kind = 'email' and p_value ~ '^[A-Za-z0-9][^@]{2}[^@]*@'
      then jsonb_build_object('hint', jsonb_build_object('kind', 'email', 'part', lower(left(p_value, 1)))) end
$$;
comment on function value_hint(text, text) is
  'So much of a number or address that its owner knows it and nobody else: {hint: {kind, part}}, its last two digits or its first letter; null where it is short';

create or replace function queue_notice(p_letter text, p_packet bigint, p_mailto text, p_digest text, p_bytes bytea, p_per_day integer) returns boolean
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_import');
  insert into letter (letter_hid, letter_kind, letter_packet, letter_to, letter_digest, letter_bytes, letter_queued)
  select p_letter, 'notice', p_packet, p_mailto, p_digest, p_bytes, clock_timestamp()
  -- whatever answers our notices, it is soon answered no more
  where (select count(*) from letter where lower(letter_to) in (lower(p_mailto), normal_mail(p_mailto)) and letter_kind = 'notice'
    -- by kind of notice: junk that asks to be answered must not silence a question or a confirmation
    and split_part(letter_hid, '-', 2) = split_part(p_letter, '-', 2)
    and letter_queued between clock_timestamp() - interval '1 day' and clock_timestamp()) < p_per_day
  on conflict (letter_hid) do nothing;
  return found;
end $$;
comment on function queue_notice(text, bigint, text, text, bytea, integer) is
  'Queues a notice, once per id and at most so many an address and day; false when it was not queued';

create or replace function live_tokens(p_after text, p_limit integer) returns table (hash text)
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_import');
  return query
    select token_hid from token left join packet on packet_id = token_packet
    where token_hid > p_after and (token_expires is null or token_expires > clock_timestamp())
      and token_purpose in ('reply', 'unsubscribe', 'form') and packet_status is distinct from 'erased'
    order by token_hid limit p_limit;
end $$;
comment on function live_tokens(text, integer) is 'Hashes of tokens that are good for something now, a page at a time, for the intake to tell them from noise';

create or replace function ended_items(p_hashes jsonb) returns table (hash text)
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_import');
  -- quarantined ones too: their bytes are in the core's spool, and a person looks at them there
  return query select item_hid from item
    where item_hid in (select jsonb_array_elements_text(p_hashes)) and item_state <> 'waiting';
end $$;
comment on function ended_items(jsonb) is 'Which of these items have their final state, and may be settled';

create or replace function known_items(p_hashes jsonb) returns table (hash text)
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_import');
  return query select item_hid from item where item_hid in (select jsonb_array_elements_text(p_hashes));
end $$;
comment on function known_items(jsonb) is 'Which of these items the database knows';

create or replace function next_pull() returns bigint
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_import');
  return nextval('pull_number');
end $$;
comment on function next_pull() is 'Number of a pull: it rises, so that an intake can tell a copy of the core that was started by mistake';
