-- How long sessions last, and how one begins.

create or replace function console_idle() returns interval language sql immutable return interval '30 minutes';
comment on function console_idle() is 'A session of the console without a request for so long is over';

create or replace function console_longest() returns interval language sql immutable return interval '10 hours';
comment on function console_longest() is 'No session of the console lasts longer';

create or replace function console_begin(p_staff bigint, p_session bytea, p_agent text, p_certificate text) returns text
language plpgsql security invoker set search_path = public, pg_temp
as $$
begin
  if p_staff is null then
    return null;
  end if;
  insert into console_session (console_session_staff, console_session_kind, console_session_digest, console_session_agent,
    console_session_certificate, console_session_seen, console_session_until, console_session_awaits)
  values (p_staff, 'session', p_session, left(p_agent, 200), p_certificate, now(),
    now() + case when code_asked(p_staff) then console_awaits() else console_longest() end, code_asked(p_staff));
  return (select staff_hid from staff where staff_id = p_staff);
end $$;
comment on function console_begin(bigint, bytea, text, text) is
  'A session of the console begins; for console_enter and console_certificate';
