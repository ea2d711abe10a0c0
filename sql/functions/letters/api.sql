-- Letters: queued, handed over, reported.
-- Their bytes hold tokens, so the program seals them before they come here, with a key that is not here: core/letters/seal-letter.ts.
-- Letters that an earlier version queued lie in the clear until the program has sealed them.

create or replace function claim_letters(p_limit integer) returns table (letter bigint, hid text, sending text, mailto text, bytes bytea)
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  due record;
  claimed integer := 0;
begin
  perform must_be_login('satchel_dispatch');
  -- after a restore: somebody may have asked since not to be written to
  if restore_open() then
    return;
  end if;
  perform end_refused(p_limit);
  perform end_unprotected();
  for due in select letter_id, packet_recipient from letter left join packet on packet_id = letter_packet
    where letter_status = 'queued' and (letter_next is null or letter_next <= clock_timestamp()) and not letter_kept(letter_packet)
      and not letter_unprotected(letter_packet, letter_made)
    order by letter_id loop
    exit when claimed >= p_limit;
    -- held until the letter is away: a change of protection or phrase waits for it, and where one is under way the letter waits.
    -- First the colleague, then the letter, as such a change does.
    perform from staff where staff_id = due.packet_recipient for share skip locked;
    continue when not found and exists (select from staff where staff_id = due.packet_recipient);
    return query
      -- a letter that is sent again is a letter of its own to the mailbox; its seal names the one that it is
      select letter_id, letter_hid, letter_hid || case when letter_sendings > 0 then '-again-' || letter_sendings else '' end,
        letter_to, letter_bytes from letter
      where letter_id = due.letter_id and letter_status = 'queued' and (letter_next is null or letter_next <= clock_timestamp())
        and not letter_kept(letter_packet) and not letter_unprotected(letter_packet, letter_made)
      for update skip locked;
    if found then
      claimed := claimed + 1;
    end if;
  end loop;
end $$;
comment on function claim_letters(integer) is $$Locks and returns queued letters, oldest first; skips letters that another sender has locked, and those whose protection somebody changes right now
@query letters/claim @call claimLetters @column letter checked @column hid checked @column sending checked @column mailto checked
@column bytes checked$$;

create or replace function letter_done(p_letter bigint, p_problem text, p_refused text default null) returns void
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_dispatch');
  update letter set letter_status = case when p_problem is null then 'sent' else 'failed' end,
    letter_sent = case when p_problem is null then clock_timestamp() end,
    letter_problem = p_problem, letter_sendings = letter_sendings + 1, letter_attempts = 0, letter_next = null,
    -- all that is known of somebody does not lie about once it is with them
    letter_bytes = case when letter_hid like 'my-data-%' then null else letter_bytes end
  where letter_id = p_letter and letter_status = 'queued';
  perform mark_address((select letter_to from letter where letter_id = p_letter), p_refused);
end $$;
comment on function letter_done(bigint, text, text) is $$Marks a queued letter as sent, or as failed with a problem code, and with the status that refused its recipient
@query letters/done @call letterDone @param problem null @param refused null$$;

create or replace function letters_recent() returns table (sent timestamptz)
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_dispatch');
  return query select letter_sent from letter where letter_sent between clock_timestamp() - interval '1 hour' and clock_timestamp()
    order by letter_sent;
end $$;
comment on function letters_recent() is $$The times at which letters went out in the last hour, for the budget of the mail server
@query letters/recent @call recentLetters @column sent checked$$;

create or replace function letter_later(p_letter bigint, p_problem text) returns boolean
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  failed boolean;
begin
  perform must_be_login('satchel_dispatch');
  -- a minute, two, four ... four hours between tries, as mail servers do; after five days it has failed
  update letter set letter_attempts = letter_attempts + 1, letter_problem = p_problem,
    letter_next = clock_timestamp() + least(interval '4 hours', interval '1 minute' * 2 ^ least(letter_attempts, 10)),
    letter_status = case when letter_queued < clock_timestamp() - interval '5 days' then 'failed' else 'queued' end,
    letter_bytes = case when letter_hid like 'my-data-%' and letter_queued < clock_timestamp() - interval '5 days' then null
      else letter_bytes end
  where letter_id = p_letter and letter_status = 'queued'
  returning letter_status = 'failed' into failed;
  return failed;
end $$;
comment on function letter_later(bigint, text) is $$Postpones a queued letter, longer each time; true if it was the last attempt
@query letters/later @call letterLater @column failed$$;

create or replace function outbox()
  returns table (letter bigint, status text, queued timestamptz, mailto text, kind text, problem text, bounced timestamptz)
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  -- the office sees that a letter waits; its bytes hold tokens and are for the dispatcher alone
  if not is_office() then
    raise exception 'the outbox is for the office' using errcode = '42501';
  end if;
  return query select letter_id, case
      when letter_status = 'queued' and (letter_kept(letter_packet) or letter_unprotected(letter_packet, letter_made))
        then 'kept-back'
      when letter_status = 'queued' and letter_next > clock_timestamp() then 'put-off'
      when letter_status = 'failed' and not letter_stuck(l) then 'ended'
      else letter_status end, letter_queued, letter_to, letter_kind, letter_problem, letter_bounced from letter l;
end $$;
comment on function outbox() is 'Letters without their bytes';

create or replace function clear_letters(p_limit integer) returns table (letter bigint, hid text, mailto text, bytes bytea)
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_dispatch');
  return query select letter_id, letter_hid, letter_to, letter_bytes from letter
    where letter_bytes is not null and substr(letter_bytes, 1, 1) <> '\x01'
    order by letter_id limit p_limit for update skip locked;
end $$;
comment on function clear_letters(integer) is $$Locks and returns letters whose bytes are not sealed, as earlier versions stored them
@query letters/clear @call clearLetters @column letter checked @column hid checked @column mailto checked @column bytes checked$$;

create or replace function seal_letter(p_letter bigint, p_bytes bytea) returns void
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_dispatch');
  update letter set letter_bytes = p_bytes
  where letter_id = p_letter and letter_bytes is not null and substr(letter_bytes, 1, 1) <> '\x01';
end $$;
comment on function seal_letter(bigint, bytea) is $$Replaces unsealed bytes of a letter by sealed ones; sealed bytes stay unchanged
@query letters/keep-sealed @call keepSealed$$;

create or replace function drop_letters(p_limit integer) returns integer
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  dropped integer;
begin
  perform must_be_login('satchel_dispatch');
  -- a week after it went out, or was given up, nobody asks for the same letter again; its digest stays
  update letter set letter_bytes = null
  where letter_id in (
    select letter_id from letter
    where letter_bytes is not null and letter_status in ('sent', 'failed')
      and coalesce(letter_sent, letter_queued) < clock_timestamp() - interval '7 days'
    limit p_limit for update skip locked);
  get diagnostics dropped = row_count;
  return dropped;
end $$;
comment on function drop_letters(integer) is $$Deletes the bytes of letters that went out, or were given up, over a week ago; returns their number
@query letters/drop @call dropLetters @column dropped$$;

create or replace function queue_answers(p_letters jsonb) returns bigint
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  queued bigint;
begin
  if session_user <> 'satchel_import' and not is_office() then
    raise exception 'acknowledgements are for the import and the office' using errcode = '42501';
  end if;
  -- while something waits there will be a later letter: it need not tell again what this one tells
  update reply set reply_untold = false, reply_told = case when waits or reply_told is not null then ended else null end
  from (select distinct (value ->> 'reply')::bigint as id from jsonb_array_elements(p_letters)) given
  cross join lateral (select coalesce(bool_or(change_outcome = 'held'), false) as waits,
    coalesce(array_agg(change_slot order by change_slot) filter (where change_outcome in ('applied', 'same', 'refused')), '{}') as ended
    from change where change_reply = id) c
  where reply_id = id and (reply_untold or waits or reply_told is not null);
  -- the letter's id is a hash of reply and outcome: one outcome, one letter
  insert into letter (letter_hid, letter_kind, letter_packet, letter_reply, letter_to, letter_digest, letter_bytes, letter_queued)
  select letter, 'acknowledgement', packet_id, reply_id, packet_mailto, digest, decode(bytes, 'base64'), clock_timestamp()
  from rows from (jsonb_to_recordset(p_letters) as (reply bigint, letter text, digest text, bytes text)) with ordinality
    given (reply, letter, digest, bytes, place)
  -- each by its key, however many there are
  cross join lateral (select * from reply where reply_id = given.reply offset 0) answered
  cross join lateral (select packet_id, packet_mailto from packet where packet_id = reply_packet offset 0) sent
  order by place
  on conflict (letter_hid) do nothing;
  get diagnostics queued = row_count;
  return queued;
end $$;
comment on function queue_answers(jsonb) is $$Queues acknowledgements of replies to the addresses of their packets, once per outcome; returns how many are new
@query letters/answer @call queueAnswers @param letters [{reply, letter, digest, bytes in base64}]
@shape { reply: number, letter: string, digest: string, bytes: string }[] @column queued checked$$;

create or replace function queue_again(p_reply bigint) returns boolean
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_import');
  -- a repeat may mean that the answer was lost: the same bytes once more, after an hour, three times at the most
  update letter set letter_status = 'queued', letter_queued = clock_timestamp()
  where letter_id = (select max(letter_id) from letter where letter_reply = p_reply and letter_kind = 'acknowledgement')
    and letter_status = 'sent' and letter_sent < clock_timestamp() - interval '1 hour'
    and letter_sendings <= 3 and letter_bytes is not null;
  return found;
end $$;
comment on function queue_again(bigint) is $$Queues a reply's last acknowledgement again, if it went out over an hour ago and was not repeated three times
@query letters/again @call queueAgain @column queued$$;

create or replace function queue_again_item(p_hash text) returns boolean
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_import');
  return coalesce((select bool_or(queue_again(reply_id)) from reply join item on item_id = reply_item where item_hid = p_hash), false);
end $$;
comment on function queue_again_item(text) is $$Queues the acknowledgement of a repeated item's reply again
@query letters/again-item @call queueAgainItem @column queued$$;

create or replace function note_bounce(p_token text, p_status text, p_fate text default null, p_report boolean default false)
  returns boolean
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  sent bigint;
begin
  perform must_be_login('satchel_import');
  select token_packet into sent from token
  -- a report by its form is believed where answers go, too: the letter that it returns names no other address of ours
  where token_hid = p_token and (token_purpose = 'bounce' or p_report and token_purpose in ('reply', 'address'));
  if sent is null then
    return false;
  end if;
  perform letter_came_back(sent, p_status,
    coalesce(p_fate, case left(p_status, 1) when '4' then 'delayed' when '2' then 'delivered' else 'failed' end));
  return true;
end $$;
comment on function note_bounce(text, text, text, boolean) is $$Records a report about the letter that its token names, with its status (RFC 3463); false if the token belongs to no letter of ours
@query items/bounce @call noteBounce @column known$$;

create or replace function note_bounce_of(p_letter text, p_status text, p_fate text) returns boolean
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  sent bigint;
begin
  perform must_be_login('satchel_import');
  if exists (select from letter where letter_hid = p_letter and letter_kind = 'answer') then
    perform answer_came_back(p_letter, p_status, p_fate);
    return true;
  end if;
  select letter_packet into sent from letter where letter_hid = p_letter and letter_kind = 'packet' and letter_packet is not null;
  if sent is null then
    return false;
  end if;
  perform letter_came_back(sent, p_status, p_fate);
  return true;
end $$;
comment on function note_bounce_of(text, text, text) is $$Records a report about the letter that its Message-ID names
@query items/bounce-of @call noteBounceOf @column known$$;

create or replace function queue_notice(p_letter text, p_packet bigint, p_mailto text, p_digest text, p_bytes bytea, p_per_day integer)
  returns boolean
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_import');
  insert into letter (letter_hid, letter_kind, letter_packet, letter_to, letter_digest, letter_bytes, letter_queued)
  select p_letter, 'notice', p_packet, p_mailto, p_digest, p_bytes, clock_timestamp()
  -- an automatic answerer of our notices soon gets no more of them
  where (select count(*) from letter where lower(letter_to) in (lower(p_mailto), normal_mail(p_mailto)) and letter_kind = 'notice'
    -- by kind of notice: junk that asks to be answered must not silence a question or a confirmation
    and split_part(letter_hid, '-', 2) = split_part(p_letter, '-', 2)
    and letter_queued between clock_timestamp() - interval '1 day' and clock_timestamp()) < p_per_day
  on conflict (letter_hid) do nothing;
  return found;
end $$;
comment on function queue_notice(text, bigint, text, text, bytea, integer) is $$Queues a notice, once per id, and up to a limit per address and day; false if it was not queued
@query letters/notice @call queueNotice @param packet null @column queued$$;

create or replace function release_letters() returns integer
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  released integer;
begin
  if not is_office() then
    raise exception 'only the office releases letters' using errcode = '42501';
  end if;
  update letter set letter_status = 'queued', letter_attempts = 0, letter_next = null
  where letter_status = 'parked' and letter_bytes is not null;
  get diagnostics released = row_count;
  return released;
end $$;
comment on function release_letters() is $$Queues the letters that a restore has parked; returns their number
@query letters/release @call releaseLetters @column released$$;
