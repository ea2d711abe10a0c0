-- Where an answer goes, and what the fate of its letter does to the inquiry.

create or replace function answer_way(p_asked inquiry) returns jsonb
language plpgsql stable security definer set search_path = public, pg_temp
as $$
declare
  sent packet;
  guard jsonb;
begin
  select * into sent from packet where packet_id = p_asked.inquiry_packet;
  -- words that came with a packet are answered where the packet went: anybody can write another address into a mail
  if sent.packet_id is not null and sent.packet_status <> 'erased' then
    if sent.packet_status = 'revoked' or letter_kept(sent.packet_id) then
      return '{"problem": "inquiry/no-address"}';
    end if;
    guard := letter_guard(sent.packet_id);
    -- behind a phrase only numbers are told
    if guard ->> 'protection' = 'passphrase' then
      return '{"problem": "inquiry/protected"}';
    end if;
    return jsonb_build_object('mailto', sent.packet_mailto, 'packet', sent.packet_hid, 'packet_id', sent.packet_id, 'guard', guard);
  elsif p_asked.inquiry_email is null then
    return '{"problem": "inquiry/no-address"}';
  end if;
  return jsonb_build_object('mailto', p_asked.inquiry_email, 'packet', null, 'packet_id', null,
    'guard', jsonb_build_object('protection', 'plain', 'pgp_key', null));
end $$;
comment on function answer_way(inquiry) is
  'Where the answer to an inquiry goes, and how it is protected: {mailto, packet, packet_id, guard}, or {problem}';

create or replace function answer_fate() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  lost boolean := new.letter_status = 'failed' or new.letter_bounced is not null;
begin
  if new.letter_to = 'erased' then
    return null;
  end if;
  update inquiry set inquiry_status = case when lost then 'new' else 'done' end,
    inquiry_handled = case when lost then null else clock_timestamp() end,
    inquiry_handler = case when lost then null else inquiry_answer_staff end
  from inquiry_answer
  where inquiry_answer_letter = new.letter_id and inquiry_id = inquiry_answer_inquiry
    and inquiry_status = case when lost then 'done' else 'new' end
    -- of several answers the last one counts
    and inquiry_answer_number = (select max(a.inquiry_answer_number) from inquiry_answer a where a.inquiry_answer_inquiry = inquiry_id);
  return null;
end $$;
comment on function answer_fate() is 'An answer that was not sent, or came back, opens its inquiry again; one that is sent again ends it';
