-- Bytes of letters hold tokens, so the program seals them before they come here, with a key that is not here: core/letters/seal-letter.ts.
-- Letters that an earlier version queued lie in the clear until the program has sealed them.

create or replace function clear_letters(p_limit integer) returns table (letter bigint, hid text, mailto text, bytes bytea)
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_dispatch');
  return query select letter_id, letter_hid, letter_to, letter_bytes from letter
    where letter_bytes is not null and substr(letter_bytes, 1, 1) <> '\x01'
    order by letter_id limit p_limit for update skip locked;
end $$;
comment on function clear_letters(integer) is 'Locks and returns letters whose bytes lie in the clear, as versions before the seal kept them';

create or replace function seal_letter(p_letter bigint, p_bytes bytea) returns void
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_dispatch');
  update letter set letter_bytes = p_bytes
  where letter_id = p_letter and letter_bytes is not null and substr(letter_bytes, 1, 1) <> '\x01';
end $$;
comment on function seal_letter(bigint, bytea) is 'Puts sealed bytes in the place of those that lie in the clear; what is sealed stays as it is';

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
comment on function drop_letters(integer) is 'Lets go of the bytes of letters that went out, or were given up, over a week ago; returns of how many';
