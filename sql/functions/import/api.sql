-- Around the merge of replies (batch/): copies of one form, confirmations that are asked for, files that come with a report.

create or replace function choose_copies(p_copies jsonb) returns jsonb
language plpgsql stable security definer set search_path = public, pg_temp
as $$
declare
  sent packet;
  filled jsonb;
begin
  perform must_be_login('satchel_import');
  select p.* into sent from token join packet p on packet_id = token_packet
  where token_hid = p_copies -> 0 ->> 'token' and token_purpose = 'reply'
    and packet_hid = p_copies -> 0 ->> 'packet' and packet_snapshot is not null;
  if sent.packet_id is null then
    -- apply_reply says what is wrong with it
    return jsonb_build_object('states', true, 'replies', jsonb_build_array(p_copies -> 0));
  end if;
  -- the statements of each copy that differ from its packet; of equal ones the one with an id, of one draft the latest sending
  with said as (
    select at, copy, copy_says(sent, copy) as says from jsonb_array_elements(p_copies) with ordinality c (copy, at)
  ), once as (
    select distinct on (says) at, copy, says from said where says <> '{}' order by says, copy ->> 'id' is null, at
  )
  select coalesce(jsonb_agg(jsonb_build_object('copy', copy, 'says', says) order by at), '[]') into filled
  from once where not exists (
    select from said later where later.copy ->> 'draft' = once.copy ->> 'draft'
      and (later.copy ->> 'sequence')::integer > (once.copy ->> 'sequence')::integer);
  if jsonb_array_length(filled) = 0 then
    return jsonb_build_object('states', false, 'replies', (
      select jsonb_agg(copy) from (
        select copy from jsonb_array_elements(p_copies) with ordinality c (copy, at)
        where copy_says(sent, copy) = '{}' order by copy ->> 'confirms' nulls last, at limit 1) untouched));
  end if;
  if exists (
    select from jsonb_array_elements(filled) with ordinality a (one, at), jsonb_array_elements(filled) with ordinality b (one, at)
    where a.at < b.at and copies_differ(sent.packet_snapshot, a.one -> 'says', b.one -> 'says')
  ) then
    return jsonb_build_object('states', true, 'replies', (
      select jsonb_agg(one -> 'copy' || jsonb_build_object('copy', at) order by at)
      from jsonb_array_elements(filled) with ordinality f (one, at)));
  end if;
  return jsonb_build_object('states', true, 'replies', jsonb_build_array(coalesce((
      -- one that says all that the others say
      select one -> 'copy' from jsonb_array_elements(filled) with ordinality f (one, at)
      where not exists (select from jsonb_array_elements(filled) other where not one -> 'says' @> (other -> 'says'))
      order by at limit 1), copies_together(filled))));
end $$;
comment on function choose_copies(jsonb) is $$The copies of one packet that count: {states, replies}. states: false if all came back unchanged. replies: one; or those that disagree, each with its number as "copy", to be held
@query replies/choose @call chooseCopies @param copies Replies to one packet @shape unknown[] @column chosen checked
@shape { states: boolean, replies: Record<string, unknown>[] }$$;

create or replace function untold_replies(p_limit integer) returns table (outcome jsonb)
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_import');
  return query select reply_outcome(reply_id) from reply where reply_untold order by reply_id limit p_limit;
end $$;
comment on function untold_replies(integer) is $$Replies with a hold that ended by itself, whose sender has not been informed yet: as reply_outcome
@query replies/untold @call untoldReplies @column outcome checked The outcome of the reply, as apply_reply returns it @shape ReplyOutcome$$;

create or replace function acknowledged_replies() returns table (reply bigint)
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  if not is_office() then
    raise exception 'the outbox is for the office' using errcode = '42501';
  end if;
  return query select distinct letter_reply from letter where letter_reply is not null;
end $$;
comment on function acknowledged_replies() is 'Replies that have at least one acknowledgement';

create or replace function open_confirmation(p_reply bigint, p_token text, p_days integer) returns jsonb
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
      select value from best_emails(entity_survivor(sent.packet_entity)) where is_verified and not is_bounced
      order by normal = normal_mail(sent.packet_mailto) desc, place limit 1), sent.packet_mailto),
    'asked', (
      select jsonb_agg(jsonb_build_object('slot', slot_name(change_slot)) || slot_becomes(change_slot, change_new)
          || slot_entry(sent.packet_snapshot, change_slot) || slot_purpose(sent.packet_snapshot, change_slot)
          || slot_hint(sent.packet_form, change_slot, coalesce(nullif(change_new, 'null'), change_believed),
            sent.packet_snapshot -> change_slot)
        order by slot_place(sent.packet_form, change_slot), change_slot)
      from change where change_reply = p_reply and change_outcome = 'held' and change_reason = 'weak-evidence'));
end $$;
comment on function open_confirmation(bigint, text, integer) is $$Makes the one token that confirms the changes of a reply that wait for stronger evidence. Returns the address and the question, {mailto, asked: [{slot, becomes, entry, hint}]}; null if nothing waits, or a token exists
@query replies/open-confirmation @call openConfirmation @column opened null Address and question: {mailto, asked}
@shape { mailto: string, asked: { slot: string, becomes: 'new' | 'changed' | 'removed', entry?: number, purpose?: string, hint?: { kind: 'phone' | 'email',
   part: string } }[] }$$;

create or replace function keep_report_file(p_item bigint, p_reply text, p_name text, p_type text, p_data bytea)
  returns boolean
language plpgsql security invoker set search_path = public, pg_temp
as $$
declare
  report jsonb := report_begin(p_item, p_reply);
  kept boolean := true;
begin
  if report is null then
    return false;
  end if;
  begin
    perform set_config('role', report ->> 'role', true);
    insert into attachment (attachment_entity, attachment_activity, attachment_filename, attachment_type, attachment_data)
    values ((report ->> 'entity')::bigint, (report ->> 'activity')::bigint, file_name(p_name), left(p_type, 100), p_data);
    set constraints all immediate;
    perform set_config('role', 'none', true);
  exception when insufficient_privilege or data_exception or integrity_constraint_violation then
    kept := false;
  end;
  perform report_end();
  return kept;
end $$;
comment on function keep_report_file(bigint, text, text, text, bytea) is $$Adds a file of an item to the activity that the report of its reply became, under the sender's role; false if there is none, or the role may not
@query items/keep-file @call keepReportFile @param reply Id of the reply that announces it @param data The bytes of the file @column kept$$;
