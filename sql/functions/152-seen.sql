-- What needs a person ends with a person: an item in quarantine and a letter that cannot be sent wait until somebody of the office
-- has seen them. Nothing is taken away.

create or replace function see_item(p_hash text) returns boolean
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  if not is_office() then
    raise exception 'the quarantine is for the office' using errcode = '42501';
  end if;
  update item set item_seen = clock_timestamp(), item_seer = acting_role()
  where item_hid = p_hash and item_state = 'quarantined' and item_seen is null;
  return found;
end $$;
comment on function see_item(text) is 'Takes an item in quarantine off the list of what waits for a person; false where it is not on it';

create or replace function await_files(p_item bigint) returns void
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_import');
  update item set item_waits = true where item_id = p_item and item_state = 'waiting' and item_waits is null;
end $$;
comment on function await_files(bigint) is 'Notes that an item waits for its files: until they come, or for a day, there is nothing to import';

create or replace function letter_stuck(p_letter letter) returns boolean
language sql stable set search_path = public, pg_temp
as $$
  -- what was ended by a wish, a colleague who left or an erasure needs nobody
  select (p_letter).letter_status = 'failed' and (p_letter).letter_seen is null and (p_letter).letter_to <> 'erased'
    and coalesce((p_letter).letter_problem, '') not in ('consent/withdrawn', 'handed-over')
$$;
comment on function letter_stuck(letter) is 'Whether a letter could not be sent and nobody has seen that yet';

create or replace function failed_letters() returns table (letter text, queued timestamptz, mailto text, kind text, packet text, problem text)
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  if not is_office() then
    raise exception 'the outbox is for the office' using errcode = '42501';
  end if;
  return query select 'letter-' || letter_id, letter_queued, letter_to, letter_kind, packet_hid, letter_problem
    from letter l left join packet on packet_id = letter_packet where letter_stuck(l) order by letter_id;
end $$;
comment on function failed_letters() is 'Letters that could not be sent and that nobody has seen yet, oldest first';

create or replace function see_letter(p_letter bigint, p_again boolean) returns text
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  stuck letter;
begin
  if not is_office() then
    raise exception 'the outbox is for the office' using errcode = '42501';
  end if;
  select * into stuck from letter where letter_id = p_letter for update;
  if stuck.letter_id is null or not letter_stuck(stuck) then
    return 'not-stuck';
  elsif p_again and stuck.letter_bytes is null then
    return 'gone';
  elsif p_again then
    update letter set letter_status = 'queued', letter_problem = null, letter_attempts = 0, letter_next = null, letter_queued = clock_timestamp()
    where letter_id = p_letter;
  else
    update letter set letter_seen = clock_timestamp(), letter_seer = acting_role() where letter_id = p_letter;
  end if;
  return 'done';
end $$;
comment on function see_letter(bigint, boolean) is
  'Ends a letter that could not be sent: it is tried again, or somebody has seen it. done, not-stuck, or gone (nothing of it is left to send)';
