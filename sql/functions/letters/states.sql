-- States of a letter in one word each.

create or replace function letter_kept(p_packet bigint) returns boolean
language sql stable security definer set search_path = public, pg_temp
return exists (select from packet join staff on staff_id = packet_recipient where packet_id = p_packet and not staff_active);
comment on function letter_kept(bigint) is 'Whether letters of a packet are kept back, since its recipient no longer works here';

create or replace function letter_unprotected(p_packet bigint, p_made timestamptz) returns boolean
language sql stable security definer set search_path = public, pg_temp
as $$
  -- a letter is retried with the bytes that it had
  select exists (select from packet join staff on staff_id = packet_recipient
    where packet_id = p_packet and (coalesce(staff_protection, '') <> 'plain' and staff_protected > p_made
      -- one of the backup waits until what it was protected by is confirmed
      or staff_protection_restored is not null and p_made < (select max(restore_run_at) from restore_run)))
$$;
comment on function letter_unprotected(bigint, timestamptz) is
  'Whether a letter was made before its recipient''s letters got the protection that they have now, or while nobody has chosen one';

create or replace function end_unprotected() returns void
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_dispatch');
  -- where nobody has chosen, they wait: plain may be what is chosen
  update letter set letter_status = 'failed', letter_problem = 'protection-changed'
  from packet join staff on staff_id = packet_recipient
  where letter_status = 'queued' and packet_id = letter_packet and staff_protection is not null
    and letter_unprotected(letter_packet, letter_made);
end $$;
comment on function end_unprotected() is $$Ends queued letters that were made before their recipient's letters were protected as they are now$$;

create or replace function letter_stuck(p_letter letter) returns boolean
language sql stable set search_path = public, pg_temp
as $$
  -- letters ended by an objection, a leaver, a new phrase or an erasure need nobody
  select (p_letter).letter_status = 'failed' and (p_letter).letter_seen is null and (p_letter).letter_to <> 'erased'
    and coalesce((p_letter).letter_problem, '') not in ('consent/withdrawn', 'handed-over', 'packet-revoked')
$$;
comment on function letter_stuck(letter) is 'Whether a letter could not be sent and nobody has seen that yet';
