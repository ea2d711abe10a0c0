-- Which replies a wave has: whose they are, what they say, whether they are new. Nothing in them is believed.

create or replace function wave_replies(p_wave jsonb, p_seen integer[]) returns batch_reply[]
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  return (select array_agg(row((given ->> 'at')::integer, (given ->> 'item')::bigint, said.said, said.day, token_id, packet_id, packet_form,
      packet_kind, survivor_of(entity_id, entity_merged), packet_role, (given ->> 'at')::integer = any (p_seen),
      is_plain, is_copy, is_link, received > packet_expires, ids.hid, said.draft,
      coalesce((reply ->> 'sequence')::integer, case when is_link then (
        select 1 + count(*) from reply where reply_packet = packet_id and reply_draft = said.draft) end, 1),
      received, case when is_proven then 'strong' else given ->> 'evidence' end, is_sealed,
      coalesce((reply ->> 'confirms')::boolean, false), null,
      coalesce(case when packet_status = 'revoked' then 'revoked' end, case when is_copy then 'copies-disagree' end), case
        when token_id is null then 'token/not-known'
        when reply ->> 'packet' is distinct from packet_hid then 'token/other-packet'
        when (reply ->> 'epoch')::bigint <> packet_epoch then 'packet/other-epoch'
        when packet_status = 'erased' then 'packet/erased' end,
      null, not exists (select from reply where reply_packet = packet_id))::batch_reply order by (given ->> 'at')::integer)
    from jsonb_array_elements(p_wave) given
    cross join lateral (select given -> 'reply' as reply, given -> 'reply' ->> 'id' is null as is_plain,
      -- one of several that came together and say different things: none of them is the answer
      given -> 'reply' ? 'copy' as is_copy, coalesce((given -> 'reply' ->> 'sealed')::boolean, false) as is_sealed offset 0) r
    -- answers by the links of one letter on one day: the later one corrects the earlier
    cross join lateral (select is_plain and not is_copy and coalesce((reply ->> 'link')::boolean, false) as is_link offset 0) l
    -- each by its key: a plan that is kept would read a table through that was small when it was made
    left join lateral (select * from token where token_hid = reply ->> 'token' and token_purpose = 'reply' offset 0) token on true
    left join lateral (select sent, (sent).* from packet sent where packet_id = token_packet offset 0) packet on true
    left join lateral (select * from entity where entity_id = packet_entity offset 0) entity on true
    left join lateral (select * from staff where staff_id = packet_recipient offset 0) staff on true
    cross join lateral (select least(greatest((given ->> 'received')::timestamptz, packet_issued), clock_timestamp()) as received
      offset 0) t
    cross join lateral (select coalesce(reply ->> 'id', 'plain-' || (select item_hid from item where item_id = (given ->> 'item')::bigint)
      || case when (reply ->> 'copy')::integer > 1 then '-' || (reply ->> 'copy') else '' end) as hid offset 0) ids
    -- a contact without a date was on the day of the receipt
    cross join lateral (select case when received = (given ->> 'received')::timestamptz then reply ->> 'day' end as own_day offset 0) o
    cross join lateral (select coalesce(own_day, to_char(received at time zone 'UTC', 'YYYY-MM-DD')) as day offset 0) d
    cross join lateral (select
      without_tokens((reply - array['id', 'draft', 'token', 'packet', 'epoch', 'signer', 'day'])::text)::jsonb as bare offset 0) b
    cross join lateral (select d.day, draft, case when is_link then link_said(sent, bare, draft) else bare end as said
      from (select case when is_link then 'link-' || d.day else coalesce(reply ->> 'draft', ids.hid) end as draft) n offset 0) said
    cross join lateral (select
      -- the one sender whom a mail server of ours vouches for is the one that the packet went to
      reply ->> 'sender' is not null and normal_mail(reply ->> 'sender') = normal_mail(packet_mailto)
      -- a token that left inside a protected packet alone comes from who could open it, where it came back as well hidden: what is in the
      -- clear on its way can be read there, the token with it. Nor does a phrase or key of a backup prove anybody before it is confirmed:
      -- it may have been replaced since
      or packet_kind = 'work' and packet_protection in ('pgp', 'passphrase') and is_sealed and staff_protection_restored is null
      -- signed, as a whole, by the registered key of whom the packet went to; but for what they only quote
      or staff_pgp_confirmed is not null and staff_pgp_fingerprint = reply ->> 'signer' and not says_in_quotes(sent, reply)
      as is_proven offset 0) e);
end $$;
comment on function wave_replies(jsonb, integer[]) is
  'The replies of a wave, [{at, item, reply, evidence, received}], with their packets; outcome says what is wrong with one, if anything';

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

create or replace function wave_cases(p_replies batch_reply[], p_stated batch_statement[]) returns batch_reply[]
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  return (select array_agg(row(r.place, r.item, r.said, r.day, r.token, r.packet, r.form, r.kind, r.entity, r.role, r.access, r.is_plain,
      r.is_copy, r.is_link, r.is_late,
      case when s.digest is not null and other_content then r.hid || '~' || left(s.digest, 16) else r.hid end,
      r.draft, r.sequence, r.received, r.evidence, r.sealed,
      -- nothing has changed: said on purpose, and only where nothing else is said
      r.confirms and s.says_nothing, s.digest,
      coalesce(case when r.reason = 'revoked' then 'revoked' end, r.reason,
        case when other_content then 'same-id-other-content' when r.is_plain and told_before then 'older-repeat' end,
        case when r.is_late then 'late' end, case when entity_deleted is not null then 'record-deleted' end,
        case when clears_too_much(sent, r.said) then 'clears-too-much' end),
      case when r.outcome is not null then r.outcome
        when s.digest is null then 'reply/states-twice'
        when twin.reply_evidence = 'weak' and r.evidence = 'strong' then 'stronger'
        when twin.reply_id is not null then 'repeat'
        when token_uses >= token_limit then 'token/used-up'
        else 'new' end,
      twin.reply_id, r.is_first)::batch_reply order by r.place)
    from unnest(p_replies) r
    left join lateral (select * from token where token_id = r.token offset 0) token on true
    left join lateral (select sent from packet sent where packet_id = r.packet offset 0) packet on true
    left join lateral (select * from entity where entity_id = r.entity offset 0) entity on true
    left join (
      select place, reply_digest(array_agg(row(slot, value, fault, said, shown)::reply_statement order by turn) filter (where for_digest))
        as digest, bool_and(fault is null and said is not distinct from shown) filter (where counts) as says_nothing
      from unnest(p_stated) group by place) found using (place)
    -- a reply that states nothing has its digest, too
    cross join lateral (select coalesce(found.digest, case when found.place is null then reply_digest('{}') end) as digest,
      coalesce(found.says_nothing, true) as says_nothing offset 0) s
    left join lateral (select t.reply_id, t.reply_evidence from reply t
      where not r.is_first and t.reply_packet = r.packet and t.reply_digest = s.digest and case
        when r.is_copy and r.is_plain then t.reply_held_reason = 'copies-disagree'
        when r.is_plain then t.reply_id = (select max(reply_id) from reply
          where reply_packet = r.packet and reply_held_reason is distinct from 'copies-disagree')
        else t.reply_hid = r.hid or t.reply_hid = r.hid || '~' || left(s.digest, 16)
          or (t.reply_draft = r.draft and t.reply_sequence = r.sequence) end
      limit 1) twin on true
    cross join lateral (select
      not r.is_first and not r.is_plain and exists (select from reply where reply_packet = r.packet and reply_hid = r.hid) as other_content,
      not r.is_first and r.is_plain and exists (select from reply where reply_packet = r.packet and reply_digest = s.digest
        and reply_held_reason is distinct from 'copies-disagree') as told_before offset 0) known);
end $$;
comment on function wave_cases(batch_reply[], batch_statement[]) is
  'The replies of a wave with what each is: new, stronger or repeat of another one, or a problem; and what holds it back as a whole';
