-- First half of apply_reply: which packet, whether the reply is new, its statements written down. Before the role switch.

create or replace function reply_apart(p_reason text) returns boolean
language sql immutable set search_path = public, pg_temp
as $$ select p_reason is not null and p_reason in ('same-id-other-content', 'older-repeat', 'copies-disagree', 'revoked') $$;
comment on function reply_apart(text) is 'Replies that stand apart from the order of their packet: only a person may let them in';

create or replace function take_reply(p_item bigint, p_reply jsonb, p_evidence text, p_received timestamptz) returns jsonb
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  ticket token;
  sent packet;
  record_id bigint;
  made reply;
  twin reply;
  said jsonb;
  day jsonb;
  stated reply_statement[];
  digest text;
  is_plain boolean := p_reply ->> 'id' is null;
  -- one of several that came together and say different things: none of them is the answer
  is_copy boolean := p_reply ? 'copy';
  hid text;
  draft text;
  received timestamptz;
  reason text;
  evidence text;
begin
  perform must_be_login('satchel_import');
  select * into ticket from token where token_hid = p_reply ->> 'token' and token_purpose = 'reply' for update;
  if ticket.token_id is null then
    return '{"problem": "token/not-known"}';
  end if;
  -- from here on replies to one packet run one after the other
  select * into sent from packet where packet_id = ticket.token_packet for update;
  if p_reply ->> 'packet' is distinct from sent.packet_hid then
    return '{"problem": "token/other-packet"}';
  elsif (p_reply ->> 'epoch')::bigint <> sent.packet_epoch then
    return '{"problem": "packet/other-epoch"}';
  end if;
  -- strong too: the one sender whom a mail server of ours vouches for is the one that the packet went to
  evidence := case when normal_mail(p_reply ->> 'sender') = normal_mail(sent.packet_mailto) then 'strong' else p_evidence end;
  received := least(greatest(p_received, sent.packet_issued), clock_timestamp());
  hid := coalesce(p_reply ->> 'id', 'plain-' || (select item_hid from item where item_id = p_item)
    || case when (p_reply ->> 'copy')::integer > 1 then '-' || (p_reply ->> 'copy') else '' end);
  draft := coalesce(p_reply ->> 'draft', hid);
  if sent.packet_status = 'erased' then
    return jsonb_build_object('problem', 'packet/erased');
  end if;
  said := without_tokens(p_reply::text)::jsonb - 'day';
  -- A contact without a date was on the day of the receipt. With an id, that day is no part of what makes two replies one.
  day := jsonb_build_object('day', case when received = p_received then coalesce(p_reply ->> 'day', to_char(received at time zone 'UTC', 'YYYY-MM-DD'))
    else to_char(received at time zone 'UTC', 'YYYY-MM-DD') end);
  stated := stated_of(sent, case when is_plain then said || day else said end, draft);
  digest := reply_digest(stated);
  if not is_plain and said -> 'report' <> 'null' then
    stated := stated_of(sent, said || day, draft);
  end if;
  if digest is null then
    return '{"problem": "reply/states-twice"}';
  end if;

  -- same or new
  select * into twin from reply where reply_packet = sent.packet_id and reply_digest = digest and case
    when is_copy and is_plain then reply_held_reason = 'copies-disagree'
    when is_plain then reply_id = (select max(reply_id) from reply
      where reply_packet = sent.packet_id and reply_held_reason is distinct from 'copies-disagree')
    else reply_hid = hid or reply_hid = hid || '~' || left(digest, 16)
      or (reply_draft = draft and reply_sequence = (p_reply ->> 'sequence')::integer) end
  limit 1;
  if twin.reply_id is not null then
    if evidence = 'strong' and twin.reply_evidence = 'weak' then
      perform lock_record(sent.packet_form, entity_survivor(sent.packet_entity));
      update reply set reply_evidence = 'strong' where reply_id = twin.reply_id;
      perform acting_for(twin.reply_id);
      return take_result('stronger', twin.reply_id, sent);
    end if;
    return take_result('repeat', twin.reply_id, sent);
  end if;
  if is_plain then
    reason := case when exists (select from reply where reply_packet = sent.packet_id and reply_digest = digest
      and reply_held_reason is distinct from 'copies-disagree') then 'older-repeat' end;
  elsif exists (select from reply where reply_packet = sent.packet_id and reply_hid = hid) then
    reason := 'same-id-other-content';
    hid := hid || '~' || left(digest, 16);
  end if;
  reason := case when is_copy then 'copies-disagree' else reason end;
  if ticket.token_uses >= ticket.token_limit then
    return '{"problem": "token/used-up"}';
  end if;
  update token set token_uses = token_uses + 1 where token_id = ticket.token_id;

  record_id := entity_survivor(sent.packet_entity);
  perform lock_record(sent.packet_form, record_id);
  reason := coalesce(
    case when sent.packet_status = 'revoked' then 'revoked' end, reason,
    case when received > sent.packet_expires then 'late' end,
    case when exists (select from entity where entity_id = record_id and entity_deleted is not null) then 'record-deleted' end,
    case when clears_too_much(sent, p_reply) then 'clears-too-much' end);
  insert into reply (reply_hid, reply_packet, reply_draft, reply_sequence, reply_received, reply_evidence, reply_digest,
    reply_status, reply_held_reason, reply_item, reply_at)
  values (hid, sent.packet_id, draft, coalesce((p_reply ->> 'sequence')::integer, 1), received, evidence, digest,
    'held', reason, p_item, clock_timestamp())
  returning * into made;
  -- written as superseded: plan_reply decides every slot, and a slot that loses to a later reply stays as it is here
  insert into change (change_reply, change_packet, change_entity, change_slot, change_table, change_believed, change_new, change_outcome, change_reason, change_doubt)
  select made.reply_id, sent.packet_id, record_id, slot, slot_table(sent.packet_form, slot), coalesce(sent.packet_snapshot -> slot, 'null'), value,
    case when fault not like 'held %' or reason = 'revoked' then 'refused' else 'superseded' end,
    case when reason = 'revoked' then 'revoked' when fault not like 'held %' then fault else 'older-than-a-later-reply' end,
    case when fault like 'held %' then substr(fault, 6) end
  from unnest(stated);
  perform acting_for(made.reply_id);
  -- whoever answers a form has the mailbox that it went to
  if sent.packet_kind = 'self-update' then
    update contact_point set contact_point_verified = clock_timestamp()
    where contact_point_entity = record_id and contact_point_kind = lookup_find('contact-kind', 'email')
      and contact_point_normal = normal_mail(sent.packet_mailto) and contact_point_verified is null;
  end if;
  return take_result('new', made.reply_id, sent);
end $$;
comment on function take_reply(bigint, jsonb, text, timestamptz) is
  'Writes a reply and its statements down: {case: new | stronger | repeat, reply, role, entity} or {problem: code}. Login satchel_import only';

create or replace function stated_of(p_sent packet, p_said jsonb, p_draft text) returns reply_statement[]
language plpgsql stable security definer set search_path = public, pg_temp
as $$
declare
  types jsonb := form_types(p_sent.packet_form);
begin
  -- what is as the form showed it says nothing new, so nothing is wrong with it either
  return (select coalesce(array_agg(row(slot, value, wrong, case when wrong is null then normal else value end, shown)::reply_statement), '{}')
    from reply_statements(p_sent.packet_form, p_sent.packet_snapshot, p_said, p_draft),
      lateral (select normal_slot(types, slot, value) as normal, normal_slot(types, slot, p_sent.packet_snapshot -> slot) as shown offset 0) n,
      lateral (select case when not (p_sent.packet_snapshot ? slot and normal = shown) then fault end as wrong) w);
end $$;
comment on function stated_of(packet, jsonb, text) is 'What a reply to a packet states, with the values in normal form beside those that its packet showed';

create or replace function take_confirmation(p_token text, p_received timestamptz) returns jsonb
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  ticket token;
  sent packet;
begin
  perform must_be_login('satchel_import');
  select * into ticket from token where token_hid = p_token and token_purpose = 'form' for update;
  if ticket.token_id is null then
    return '{"problem": "token/not-known"}';
  end if;
  select * into sent from packet where packet_id = ticket.token_packet for update;
  if ticket.token_uses >= ticket.token_limit or sent.packet_status <> 'open' or ticket.token_expires < least(p_received, clock_timestamp()) then
    return take_result('repeat', ticket.token_reply, sent);
  end if;
  update token set token_uses = token_uses + 1 where token_id = ticket.token_id;
  perform lock_record(sent.packet_form, entity_survivor(sent.packet_entity));
  -- it went to the address on file and to no other: who has it is who has that mailbox
  update reply set reply_evidence = 'strong' where reply_id = ticket.token_reply;
  perform acting_for(ticket.token_reply);
  return take_result('stronger', ticket.token_reply, sent);
end $$;
comment on function take_confirmation(text, timestamptz) is 'Takes the confirmation of a reply, received then: as take_reply, {case: stronger | repeat} or {problem}';

create or replace function acting_for(p_reply bigint, p_change bigint default null) returns void
language sql security definer set search_path = public, pg_temp
as $$
  insert into acting (acting_id, acting_reply, acting_run, acting_subject, acting_entity, acting_change)
  select current_work(), p_reply,
    case when session_user = 'satchel_import' then (select max(import_run_id) from import_run where import_run_finished is null) end,
    case when packet_role = 'satchel_subject' then entity_survivor(packet_entity) end,
    entity_survivor(coalesce((select change_entity from change where change_id = p_change), packet_entity)), p_change
  from reply join packet on packet_id = reply_packet where reply_id = p_reply
  on conflict (acting_id) do update set acting_at = excluded.acting_at, acting_reply = excluded.acting_reply, acting_subject = excluded.acting_subject,
    acting_entity = excluded.acting_entity, acting_change = excluded.acting_change
$$;
comment on function acting_for(bigint, bigint) is
  'Notes, until end_reply or settle_end, that this transaction writes to the record of a reply, or of one held change of it, on its behalf';

create or replace function take_result(p_case text, p_reply bigint, p_sent packet) returns jsonb
language sql stable security definer set search_path = public, pg_temp
as $$
  select jsonb_build_object('case', p_case, 'reply', p_reply, 'role', (p_sent).packet_role,
    'entity', entity_survivor((p_sent).packet_entity))
$$;

create or replace function entity_survivor(p_entity bigint) returns bigint
language sql stable security definer set search_path = public, pg_temp
as $$
  with recursive chain as (
    select entity_id, entity_merged, 1 as step from entity where entity_id = p_entity
    union all
    select e.entity_id, e.entity_merged, step + 1 from chain join entity e on e.entity_id = chain.entity_merged where step < 100)
  select entity_id from chain where entity_merged is null
$$;
comment on function entity_survivor(bigint) is 'The record itself, or the one it was merged into';

create or replace function slot_table(p_form bigint, p_slot text) returns name
language sql stable security definer set search_path = public, pg_temp
as $$
  select form_field_table from form_field
  where form_field_form = p_form and case split_part(p_slot, '/', 1)
    when 'field' then form_field_place = 'field' and form_field_name = split_part(p_slot, '/', 2)
    when 'row' then form_field_place = 'rows' and form_field_collection = split_part(p_slot, '/', 2)
    else form_field_place = 'report' end
  limit 1
$$;

create or replace function reply_digest(p_stated reply_statement[]) returns text
language sql immutable set search_path = public, pg_temp
as $$
  -- What the reply says beyond its packet, in slot order; null where it states a slot twice.
  select case when count(*) = count(distinct slot) then
    encode(sha256(convert_to(coalesce(jsonb_agg(jsonb_build_array(
      case when slot like 'report/%' then regexp_replace(slot, '^report/[^/]+', 'report') else slot_name(slot) end, said,
      -- one word, as it was before there were many: a reply from then stays the same reply
      case when fault like 'held %' or fault = 'required' then 'invalid' else fault end) order by slot)
      filter (where fault is not null or said is distinct from shown), '[]')::text, 'UTF8')), 'hex') end
  from unnest(p_stated)
$$;
comment on function reply_digest(reply_statement[]) is 'Canonical content of a reply, hashed: equal for two replies that say the same';

create or replace function clears_too_much(p_sent packet, p_reply jsonb) returns boolean
language sql stable security definer set search_path = public, pg_temp
as $$
  select cleared > 0 and (cleared = filled or filled >= 4 and cleared * 2 > filled)
  from (
    select count(*) as filled,
      count(*) filter (where (p_reply -> 'set') ? form_field_name and normal_text(p_reply -> 'set' ->> form_field_name) is null) as cleared
    from form_field
    where form_field_form = (p_sent).packet_form and form_field_place = 'field' and form_field_change
      and coalesce((p_sent).packet_snapshot -> ('field/' || form_field_name), 'null') <> 'null') counted
$$;
comment on function clears_too_much(packet, jsonb) is 'A reply that clears every filled field, or more than half of at least four: rather a broken form than a wish';

create or replace function packet_records(p_packets jsonb) returns table (packet text, entity bigint)
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_import');
  return query select packet_hid, entity_survivor(packet_entity) from packet
    where packet_hid = any (array(select value #>> '{}' from jsonb_array_elements(p_packets)));
end $$;
comment on function packet_records(jsonb) is 'Records that packets are of: replies to one record are merged one after the other';
