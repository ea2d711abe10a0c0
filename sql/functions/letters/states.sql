-- States of a letter in one word each.

create or replace function letter_kept(p_packet bigint) returns boolean
language sql stable security definer set search_path = public, pg_temp
return exists (select from packet join staff on staff_id = packet_recipient where packet_id = p_packet and not staff_active);
comment on function letter_kept(bigint) is 'Whether letters of a packet are kept back, since its recipient no longer works here';

create or replace function letter_stuck(p_letter letter) returns boolean
language sql stable set search_path = public, pg_temp
as $$
  -- letters ended by an objection, a leaver, a new phrase or an erasure need nobody
  select (p_letter).letter_status = 'failed' and (p_letter).letter_seen is null and (p_letter).letter_to <> 'erased'
    and coalesce((p_letter).letter_problem, '') not in ('consent/withdrawn', 'handed-over', 'packet-revoked')
$$;
comment on function letter_stuck(letter) is 'Whether a letter could not be sent and nobody has seen that yet';
