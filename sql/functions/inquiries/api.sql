-- Inquiries: kept by the import, answered, made into records and ended by the office.

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
comment on function note_inquiry(bigint, jsonb, timestamptz) is $$Adds an inquiry to the queue: {name, email, phone, message, language}
@query inquiries/note @call noteInquiry @param said @shape Record<string, string> @column inquiry$$;

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
  where packet_id = coalesce(ticket.token_packet, answered.letter_packet,
    (select reply_packet from reply where reply_id = answered.letter_reply));
  if sent.packet_status = 'erased' then
    return null;
  end if;
  about := coalesce(sent.packet_entity, ticket.token_entity,
    (select inquiry_entity from inquiry_answer join inquiry on inquiry_id = inquiry_answer_inquiry
      where inquiry_answer_letter = answered.letter_id),
    case when answered.letter_hid like 'my-data-%' then split_part(answered.letter_hid, '-', 3)::bigint end);
  if p_token is not null and about is null then
    return null;
  end if;
  p_said := without_tokens(p_said::text)::jsonb;
  insert into inquiry (inquiry_id, inquiry_hid, inquiry_item, inquiry_received, inquiry_email,
    inquiry_message, inquiry_language, inquiry_packet,
    inquiry_entity, inquiry_files)
  values (made, 'inquiry-' || made, p_item, least(p_received, clock_timestamp()), normal_text(left(p_said ->> 'email', 254)),
    coalesce(normal_text(p_said ->> 'message'), '-'), coalesce(sent.packet_language, normal_text(left(p_said ->> 'language', 10))),
    sent.packet_id, about,
    coalesce(p_said -> 'files', '[]'))
  on conflict (inquiry_item) do nothing;
  return jsonb_build_object('packet', sent.packet_hid, 'packet_id', sent.packet_id, 'language', coalesce(sent.packet_language, 'en'),
    -- a packet that was called back is nobody's any more: nothing goes there
    'mailto', case when sent.packet_status is distinct from 'revoked'
      then coalesce(ticket.token_mailto, sent.packet_mailto, answered.letter_to) end);
end $$;
comment on function keep_words(bigint, text, text, jsonb, timestamptz) is $$Stores a person's own words as an inquiry, once an item: by its token, otherwise by the letter that it answers; {email, message, language, files}. Returns the address to inform, {packet, packet_id, language, mailto}; null if it belongs to nobody
@query inquiries/keep @call keepWords @param token null Hash of its token
@param letter null The letter that it answers, if there is no token @param said
@shape { email: string | null, message: string, language: string | null, files: InMail }
@column told null Address to inform; null if it belongs to nobody @shape Told$$;

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
comment on function inquiry_done(text, text) is $$Closes an inquiry; false if it is not open
@query inquiries/done @call endInquiry @column done$$;

create or replace function inquiry_to_answer(p_inquiry text) returns jsonb
language plpgsql stable security definer set search_path = public, pg_temp
as $$
declare
  asked inquiry;
  way jsonb;
begin
  if not is_office() then
    raise exception 'inquiries are for the office' using errcode = '42501';
  end if;
  select * into asked from inquiry where inquiry_hid = p_inquiry;
  if asked.inquiry_id is null then
    return '{"problem": "inquiry/not-known"}';
  end if;
  way := answer_way(asked);
  return case when way ? 'problem' then way else way || jsonb_build_object('language', coalesce(asked.inquiry_language, 'en'), 'number',
    (select count(*) + 1 from inquiry_answer where inquiry_answer_inquiry = asked.inquiry_id)) end;
end $$;
comment on function inquiry_to_answer(text) is $$Where an answer to an inquiry goes, how it is protected, in which language, and which answer it is: {mailto, packet, guard, language, number}, or {problem}
@query inquiries/to-answer @call inquiryToAnswer @column way checked @shape AnswerWay | Refusal$$;

create or replace function answer_inquiry(p_inquiry text, p_number integer, p_mailto text, p_text text, p_letter text, p_digest text,
  p_bytes bytea) returns text
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
declare
  asked inquiry;
  made bigint;
begin
  if not is_office() then
    raise exception 'inquiries are for the office' using errcode = '42501';
  end if;
  select * into asked from inquiry where inquiry_hid = p_inquiry;
  -- asked again: the one who calls this may have asked about another inquiry
  if answer_way(asked) ->> 'mailto' is distinct from p_mailto or p_letter is distinct from 'answer-' || p_inquiry || '-' || p_number then
    raise exception 'an answer does not go to this address' using errcode = '42501';
  end if;
  -- the number is in the name of the letter, which is there once: of two that press at once, one writes
  insert into letter (letter_hid, letter_kind, letter_packet, letter_to, letter_digest, letter_bytes, letter_queued)
  values (p_letter, 'answer', (answer_way(asked) ->> 'packet_id')::bigint, p_mailto, p_digest, p_bytes, clock_timestamp())
  on conflict (letter_hid) do nothing returning letter_id into made;
  if made is null then
    return case when exists (select from inquiry_answer where inquiry_answer_inquiry = asked.inquiry_id
      and inquiry_answer_number = p_number and inquiry_answer_text = p_text) then 'same' else 'ended' end;
  end if;
  insert into inquiry_answer (inquiry_answer_inquiry, inquiry_answer_number, inquiry_answer_letter, inquiry_answer_text,
    inquiry_answer_staff)
  values (asked.inquiry_id, p_number, made, p_text, my_staff());
  if not inquiry_done(p_inquiry, coalesce(asked.inquiry_note, '')) then
    delete from inquiry_answer where inquiry_answer_letter = made;
    delete from letter where letter_id = made;
    return case when exists (select from inquiry_answer where inquiry_answer_inquiry = asked.inquiry_id
      and inquiry_answer_number = p_number - 1 and inquiry_answer_text = p_text) then 'same' else 'ended' end;
  end if;
  return 'queued';
end $$;
comment on function answer_inquiry(text, integer, text, text, text, text, bytea) is $$Queues the letter that answers an inquiry, keeps its text, and ends the inquiry: queued; same (this answer is there), ended (it is open no more)
@query inquiries/answer @call answerInquiry @param mailto As returned by to-answer @param letter Id @param digest SHA-256 of the bytes
@column outcome checked @shape 'queued' | 'same' | 'ended'$$;

create or replace function inquiry_answers(p_inquiry text)
  returns table (number integer, text text, by text, written timestamptz, letter text, mailto text, status text, problem text)
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  if my_staff() is null or not has_table_privilege(acting_role(), 'inquiry', 'select') then
    raise exception 'inquiries are for the office' using errcode = '42501';
  end if;
  return query
    select inquiry_answer_number, inquiry_answer_text, staff_name, inquiry_answer_written, 'letter-' || letter_id, letter_to,
      case when letter_bounced is not null then 'came-back' else letter_status end, coalesce(letter_bounce, letter_problem)
    from inquiry join inquiry_answer on inquiry_answer_inquiry = inquiry_id join letter on letter_id = inquiry_answer_letter
    left join staff on staff_id = inquiry_answer_staff
    where inquiry_hid = p_inquiry order by inquiry_answer_number;
end $$;
comment on function inquiry_answers(text) is $$The answers to an inquiry, and what became of their letters
@query inquiries/answers @call inquiryAnswers @column number checked @column text checked @column by null @column written checked
@column letter checked @column mailto checked @column status checked @shape 'queued' | 'sent' | 'parked' | 'failed' | 'came-back'
@column problem null$$;

create or replace function record_inquiries(p_record text)
  returns table (inquiry text, received timestamptz, message text, status text, answer text, answered timestamptz)
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  if my_staff() is null or not has_table_privilege(acting_role(), 'inquiry', 'select') then
    return;
  end if;
  return query
    select inquiry_hid, inquiry_received, left(inquiry_message, 500), inquiry_status, left(inquiry_answer_text, 500), inquiry_answer_written
    from inquiry left join lateral (select * from inquiry_answer where inquiry_answer_inquiry = inquiry_id
      order by inquiry_answer_number desc limit 1) given on true
    where inquiry_entity = any (array(select same_record(find_entity(p_record)))) or inquiry_ticket = find_entity(p_record)
    order by inquiry_received desc, inquiry_id desc limit 20;
end $$;
comment on function record_inquiries(text) is $$What somebody asked, newest first, with the last answer; nothing for roles that read no inquiries
@query inquiries/of-record @call recordInquiries @param record Human id or uuid @column inquiry checked @column received checked
@column message checked @column status checked @column answer null @column answered null$$;

create or replace function link_inquiry(p_inquiry text, p_record text) returns text
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
declare
  found_record bigint;
begin
  if not is_office() then
    raise exception 'inquiries are for the office' using errcode = '42501';
  end if;
  found_record := entity_survivor(find_entity(p_record));
  if not exists (select from entity where entity_id = found_record and entity_deleted is null) then
    return 'entity/not-seen';
  end if;
  return inquiry_is_of(p_inquiry, found_record);
end $$;
comment on function link_inquiry(text, text) is $$Says whose question an inquiry is: done, or a problem
@query inquiries/link @call linkInquiry @param record Human id or uuid
@column became checked @shape 'done' | 'entity/not-seen' | 'inquiry/not-known' | 'inquiry/linked'$$;

create or replace function link_new(p_staff text, p_inquiry text, p_record text) returns text
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_import');
  if not exists (select from staff where staff_hid = lower(p_staff) and staff_active
    and (pg_has_role(staff_login, 'satchel_office', 'member') or pg_has_role(staff_login, 'satchel_admin', 'member'))) then
    raise exception 'inquiries are for the office' using errcode = '42501';
  end if;
  return inquiry_is_of(p_inquiry, find_entity(p_record));
end $$;
comment on function link_new(text, text, text) is $$The same for a record that was made of the inquiry in the transaction under way
@query inquiries/link-new @call linkNew @param staff Short name @param record Human id
@column became checked @shape 'done' | 'inquiry/not-known' | 'inquiry/linked'$$;
