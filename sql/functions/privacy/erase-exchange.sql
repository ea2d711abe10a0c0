-- What was exchanged about an erased person: letters, answers, packets, inquiries. Called by erase_record, in this order.

create or replace function erase_my_data_letters(p_ids bigint[]) returns text[]
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
declare
  told text[];
begin
  -- letters with all that was known of them, to an address that may be another's by now
  with gone as (
    update letter set letter_bytes = null, letter_to = 'erased',
      letter_problem = case when letter_status in ('queued', 'parked') then 'erased' else letter_problem end,
      letter_status = case when letter_status in ('queued', 'parked') then 'failed' else letter_status end
    where letter_hid like 'my-data-%' and split_part(letter_hid, '-', 3) = any (p_ids::text[])
    returning letter_hid)
  select coalesce(array_agg(letter_hid), '{}') into told from gone;
  return told;
end $$;
comment on function erase_my_data_letters(bigint[]) is
  'Takes bytes and address from the letters with these people''s data; gives their ids';

create or replace function erase_answers(p_ids bigint[], p_packets bigint[], p_replies bigint[]) returns void
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
begin
  update change set change_believed = 'null', change_current = 'null', change_new = 'null', change_mended = null, change_note = null,
    change_taken = false, change_outcome = case when change_outcome = 'held' then 'refused' else change_outcome end,
    change_reason = case when change_outcome = 'held' then 'erased' else change_reason end
  where change_entity = any (p_ids) or change_packet = any (p_packets);
  -- a digest of values that can be guessed tells them
  update reply set reply_status = reply_result(reply_id), reply_digest = 'erased',
    reply_hid = case when reply_load is null then reply_hid else 'load-erased-' || reply_id end,
    reply_draft = case when reply_load is null then reply_draft else 'load-erased-' || reply_id end
  where reply_id = any (p_replies);
end $$;
comment on function erase_answers(bigint[], bigint[], bigint[]) is 'Takes the values from what was answered about these people';

create or replace function erase_letters(p_packets bigint[], p_replies bigint[], p_addresses text[]) returns void
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
begin
  update letter set letter_bytes = null, letter_to = 'erased',
    letter_status = case when letter_status in ('queued', 'parked') then 'failed' else letter_status end,
    letter_problem = case when letter_status in ('queued', 'parked') then 'erased' else letter_problem end
  where letter_packet = any (p_packets) or letter_id = any (array(select packet_letters(p_packets))) or letter_reply = any (p_replies)
    or normal_mail(letter_to) = any (p_addresses);
end $$;
comment on function erase_letters(bigint[], bigint[], text[]) is
  'Takes bytes and address from letters of these packets and replies and to these addresses';

create or replace function keep_their_no(p_entity bigint, p_addresses text[], p_marks jsonb) returns void
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
begin
  -- their no goes on as one of each of their addresses
  if person_no(p_entity, 'all') is null then
    return;
  end if;
  if exists (select from unnest(p_addresses) address where coalesce(p_marks ->> address, '') !~ '^[0-9a-f]{64}$') then
    raise exception 'this person said no: satchel erase gives the marks of their addresses, that nobody writes there again'
      using errcode = '23514', constraint = 'erase_marks';
  end if;
  insert into consent (consent_mark, consent_given, consent_basis, consent_received)
  select distinct p_marks ->> address, false, 'said no, then erased', clock_timestamp() from unnest(p_addresses) address;
end $$;
comment on function keep_their_no(bigint, text[], jsonb) is 'Writes a no for the mark of each address, where the person had said no';

create or replace function erase_packets(p_packets bigint[], p_addresses text[]) returns void
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
begin
  update packet set packet_status = 'erased', packet_snapshot = null, packet_mailto = 'erased', packet_gate = null
  where packet_id = any (p_packets) and packet_status <> 'erased';
  update form_request set form_request_status = 'unknown', form_request_mailto = null, form_request_ended = clock_timestamp()
  where form_request_status = 'queued' and normal_mail(form_request_mailto) = any (p_addresses);
end $$;
comment on function erase_packets(bigint[], text[]) is
  'Takes the values from these packets, and ends requests for forms from these addresses';

create or replace function erase_beside(p_ids bigint[]) returns void
language sql volatile security definer set search_path = public, pg_temp
as $$
  -- a packet of somebody else's goes on without them
  with gone as (delete from packet_record where packet_record_entity = any (p_ids)
    returning packet_record_packet as of_packet, packet_record_slot as slot)
  update packet set packet_snapshot = packet_snapshot - slots
  from (select of_packet, array_agg(slot) as slots from gone group by of_packet) g where packet_id = of_packet
$$;
comment on function erase_beside(bigint[]) is 'Takes these people out of the packets of other records';

create or replace function erase_inquiries(p_items bigint[]) returns void
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
begin
  delete from item_file where item_file_upload = any (p_items) or item_file_item = any (p_items);
  update inquiry set inquiry_name = null, inquiry_email = null, inquiry_phone = null, inquiry_message = 'erased', inquiry_note = null,
    inquiry_files = '[]', inquiry_status = 'done', inquiry_handled = coalesce(inquiry_handled, clock_timestamp())
  where inquiry_item = any (p_items);
  with gone as (
    update inquiry_answer set inquiry_answer_text = 'erased'
    from inquiry where inquiry_id = inquiry_answer_inquiry and inquiry_item = any (p_items)
    returning inquiry_answer_letter)
  update letter set letter_bytes = null, letter_to = 'erased',
    letter_status = case when letter_status in ('queued', 'parked') then 'failed' else letter_status end,
    letter_problem = case when letter_status in ('queued', 'parked') then 'erased' else letter_problem end
  from gone where letter_id = inquiry_answer_letter;
end $$;
comment on function erase_inquiries(bigint[]) is 'Takes words, files and answers from the inquiries of these items';
