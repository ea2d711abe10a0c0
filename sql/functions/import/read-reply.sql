-- First half of apply_reply: which packet, whether the reply is new, its statements written down. Before the role switch.

create or replace function read_reply(p_item bigint, p_reply jsonb, p_evidence text, p_received timestamptz) returns jsonb
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
  -- answers by the links of one letter on one day: the later one corrects the earlier
  is_link boolean := is_plain and not is_copy and coalesce((p_reply ->> 'link')::boolean, false);
  hid text;
  draft text;
  received timestamptz;
  reason text;
  evidence text;
  confirms boolean;
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
  -- and a token that left inside a protected packet alone comes from who could open it, where it came back as well hidden:
  -- what is in the clear on its way can be read there, the token with it
  evidence := case when normal_mail(p_reply ->> 'sender') = normal_mail(sent.packet_mailto)
    or sent.packet_kind = 'work' and sent.packet_protection in ('pgp', 'passphrase')
      -- nor does a phrase or key of a backup prove anybody before it is confirmed: it may have been replaced since
      and not exists (select from staff where staff_id = sent.packet_recipient and staff_protection_restored is not null)
      and coalesce((p_reply ->> 'sealed')::boolean, false) then 'strong' else p_evidence end;
  received := least(greatest(p_received, sent.packet_issued), clock_timestamp());
  hid := coalesce(p_reply ->> 'id', 'plain-' || (select item_hid from item where item_id = p_item)
    || case when (p_reply ->> 'copy')::integer > 1 then '-' || (p_reply ->> 'copy') else '' end);
  draft := coalesce(p_reply ->> 'draft', hid);
  if sent.packet_status = 'erased' then
    return jsonb_build_object('problem', 'packet/erased');
  end if;
  said := without_tokens(p_reply::text)::jsonb - 'day';
  -- A contact without a date was on the day of the receipt. With an id, that day is no part of what makes two replies one.
  day := jsonb_build_object('day',
    case when received = p_received then coalesce(p_reply ->> 'day', to_char(received at time zone 'UTC', 'YYYY-MM-DD'))
    else to_char(received at time zone 'UTC', 'YYYY-MM-DD') end);
  if is_link then
    draft := 'link-' || (day ->> 'day');
    said := link_said(sent, said, draft);
  end if;
  stated := stated_of(sent, case when is_plain then said || day else said end, draft);
  digest := reply_digest(stated);
  if not is_plain and said -> 'report' <> 'null' then
    stated := stated_of(sent, said || day, draft);
  end if;
  if digest is null then
    return '{"problem": "reply/states-twice"}';
  end if;

  -- strong as well: signed, as a whole, by the registered key of whom the packet went to; but for what they only quote
  if exists (select from staff where staff_id = sent.packet_recipient and staff_pgp_confirmed is not null
    and staff_pgp_fingerprint = p_reply ->> 'signer') and not says_in_quotes(sent, p_reply) then
    evidence := 'strong';
  end if;

  -- same or new
  select * into twin from reply where reply_packet = sent.packet_id and reply_digest = digest and case
    when is_copy and is_plain then reply_held_reason = 'copies-disagree'
    when is_plain then reply_id = (select max(reply_id) from reply
      where reply_packet = sent.packet_id and reply_held_reason is distinct from 'copies-disagree')
    else reply_hid = hid or reply_hid = hid || '~' || left(digest, 16)
      or (reply_draft = draft and reply_sequence = (p_reply ->> 'sequence')::integer) end
  limit 1;
  -- nothing has changed: said on purpose, and only where nothing else is said
  confirms := coalesce((p_reply ->> 'confirms')::boolean, false)
    and not exists (select from unnest(stated) s where s.fault is not null or s.said is distinct from s.shown);
  if twin.reply_id is not null then
    update reply set reply_confirms = true where reply_id = twin.reply_id and confirms and not reply_confirms;
    if evidence = 'strong' and twin.reply_evidence = 'weak' then
      perform lock_record(sent.packet_form, entity_survivor(sent.packet_entity));
      update reply set reply_evidence = 'strong' where reply_id = twin.reply_id;
      perform acting_for(twin.reply_id);
      return read_result('stronger', twin.reply_id, sent);
    end if;
    return read_result('repeat', twin.reply_id, sent);
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
    reply_status, reply_held_reason, reply_item, reply_at, reply_confirms, reply_sealed)
  values (hid, sent.packet_id, draft, coalesce((p_reply ->> 'sequence')::integer,
    case when is_link then (select 1 + count(*) from reply where reply_packet = sent.packet_id and reply_draft = draft) end, 1),
    received, evidence, digest,
    'held', reason, p_item, clock_timestamp(), confirms, coalesce((p_reply ->> 'sealed')::boolean, false))
  returning * into made;
  -- written as superseded: plan_reply decides every slot, and a slot that loses to a later reply stays as it is here
  insert into change (change_reply, change_packet, change_entity, change_slot, change_table, change_believed, change_new,
    change_outcome, change_reason, change_doubt)
  select made.reply_id, sent.packet_id, record_id, slot, slot_table(sent.packet_form, slot), coalesce(sent.packet_snapshot -> slot, 'null'),
    value,
    case when fault not like 'held %' or reason = 'revoked' then 'refused' else 'superseded' end,
    case when reason = 'revoked' then 'revoked' when fault not like 'held %' then fault else 'older-than-a-later-reply' end,
    case when fault like 'held %' then substr(fault, 6) end
  from unnest(stated);
  perform acting_for(made.reply_id);
  -- the answerer of a form has the mailbox that it went to
  if sent.packet_kind = 'self-update' then
    update contact_point set contact_point_verified = clock_timestamp()
    where contact_point_entity = record_id and contact_point_kind = lookup_find('contact-kind', 'email')
      and contact_point_normal = normal_mail(sent.packet_mailto) and contact_point_verified is null;
  end if;
  return read_result('new', made.reply_id, sent);
end $$;
comment on function read_reply(bigint, jsonb, text, timestamptz) is
  'Writes a reply and its statements down: {case: new | stronger | repeat, reply, role, entity} or {problem: '
    'code}. Login satchel_import only';

create or replace function link_said(p_sent packet, p_said jsonb, p_draft text) returns jsonb
language sql stable security definer set search_path = public, pg_temp
as $$
  -- what the later answer leaves empty stays as the earlier one said it
  select case when jsonb_typeof(p_said -> 'report') = 'object' then jsonb_set(p_said, '{report}', coalesce((
      select change_new from change join reply on reply_id = change_reply
      where reply_packet = p_sent.packet_id and reply_draft = p_draft and change_slot = 'report/' || p_draft
        and jsonb_typeof(change_new) = 'object' and reply_apart(reply_held_reason) is not true
      order by reply_sequence desc, reply_id desc limit 1), '{}') || (p_said -> 'report')) else p_said end
$$;
comment on function link_said(packet, jsonb, text) is 'An answer by a link, with what an earlier one of its draft reported besides';

create or replace function stated_of(p_sent packet, p_said jsonb, p_draft text) returns reply_statement[]
language plpgsql stable security definer set search_path = public, pg_temp
as $$
declare
  types jsonb := form_types(p_sent.packet_form);
begin
  -- a value that the form showed says nothing new, so nothing is wrong with it either
  return (select coalesce(array_agg(row(slot, value, wrong, case when wrong is null then normal else value end, shown)::reply_statement),
    '{}')
    from reply_statements(p_sent.packet_form, p_sent.packet_snapshot, p_said, p_draft),
      lateral (select normal_slot(types, slot, value) as normal,
        normal_slot(types, slot, p_sent.packet_snapshot -> slot) as shown offset 0) n,
      lateral (select case when not (p_sent.packet_snapshot ? slot and normal = shown) then fault end as wrong) w);
end $$;
comment on function stated_of(packet, jsonb, text) is
  'What a reply to a packet states, with the values in normal form beside those that its packet showed';

create or replace function read_result(p_case text, p_reply bigint, p_sent packet) returns jsonb
language sql stable security definer set search_path = public, pg_temp
as $$
  select jsonb_build_object('case', p_case, 'reply', p_reply, 'role', (p_sent).packet_role,
    'entity', entity_survivor((p_sent).packet_entity))
$$;
