-- The entrance of the office console: attempts that failed, counted by its login, seen and ended by an administrator; and codes of a
-- telephone. The functions of the console's login act for the staff member whose session it has found.

create or replace function attempt_begin(p_kind text, p_staff bigint, p_address text) returns timestamptz
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  one record;
  waits timestamptz;
begin
  perform must_be_login('satchel_console');
  insert into console_attempt (console_attempt_kind, console_attempt_staff, console_attempt_address, console_attempt_count,
    console_attempt_last)
  select kind, case when is_person then p_staff end, case when not is_person then left(p_address, 45) end, 0, now()
  from attempt_limits() where kind = p_kind and case when is_person then p_staff is not null else p_address is not null end
  order by is_person on conflict do nothing;
  for one in select * from console_attempt join attempt_limits() on kind = console_attempt_kind
      and is_person = (console_attempt_staff is not null)
    where console_attempt_kind = p_kind and (console_attempt_staff = p_staff or console_attempt_address = left(p_address, 45))
    order by console_attempt_id for update of console_attempt
  loop
    if one.console_attempt_until > now() then
      waits := greatest(waits, one.console_attempt_until);
    end if;
  end loop;
  if waits is not null then
    return waits;
  end if;
  -- counted before it is made: of many at once each counts
  update console_attempt set console_attempt_count = failed, console_attempt_last = now(),
    console_attempt_until = now() + attempt_wait(failed, free)
  from (select console_attempt_id as id, free,
      case when console_attempt_last < now() - interval '1 day' then 1 else console_attempt_count + 1 end as failed
    from console_attempt join attempt_limits() on kind = console_attempt_kind and is_person = (console_attempt_staff is not null)
    where console_attempt_kind = p_kind
      and (console_attempt_staff = p_staff or console_attempt_address = left(p_address, 45))) counted
  where console_attempt_id = id;
  return null;
end $$;
comment on function attempt_begin(text, bigint, text) is $$Counts an attempt before it is made; until when nobody may make it, or null where it may be made. For the console's login
@query entrance/attempt-begin @call beginAttempt @param kind link, code or sql @param staff null Staff member
@param address null Address in the network; null at this computer @column waits null Until when$$;

create or replace function attempt_right(p_kind text, p_staff bigint, p_address text) returns void
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_console');
  delete from console_attempt where console_attempt_kind = p_kind and console_attempt_staff = p_staff;
  -- of an address this one is taken off alone: a right attempt of one's own forgives none on somebody else
  update console_attempt set console_attempt_count = greatest(console_attempt_count - 1, 0),
    console_attempt_until = now() + attempt_wait(greatest(console_attempt_count - 1, 0), free)
  from attempt_limits() where kind = p_kind and not is_person and console_attempt_kind = p_kind
    and console_attempt_address = left(p_address, 45);
end $$;
comment on function attempt_right(text, bigint, text) is $$The attempt was right: the wait of the person ends
@query entrance/attempt-right @call endAttempt @param kind link, code or sql @param staff null Staff member
@param address null Address in the network$$;

create or replace function console_waits()
returns table (kind text, staff text, name text, address text, failed integer, last timestamptz, until timestamptz)
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  return query
    select console_attempt_kind, staff_hid, staff_name, console_attempt_address, console_attempt_count, console_attempt_last,
      case when console_attempt_until > now() then console_attempt_until end
    from console_attempt left join staff on staff_id = console_attempt_staff
    where is_admin() and console_attempt_count > 0 and console_attempt_last > now() - interval '1 day'
    order by console_attempt_last desc, console_attempt_id limit 200;
end $$;
comment on function console_waits() is $$Failed attempts to get into the console in the last day; an administrator sees them
@query entrance/waits @call consoleWaits @column kind checked link, code or sql @column staff null Short name @column name null Name
@column address null Address @column failed checked Failed one after the other @column last checked Last one @column until null Waits until$$;

create or replace function console_unlock(p_whom text) returns integer
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  ended integer;
begin
  if not is_admin() then
    raise exception 'an administrator ends the wait after failed attempts' using errcode = '42501', constraint = 'staff_admin';
  end if;
  delete from console_attempt where console_attempt_address = p_whom
    or console_attempt_staff = (select staff_id from staff where staff_hid = lower(p_whom));
  get diagnostics ended = row_count;
  return ended;
end $$;
comment on function console_unlock(text) is $$Forgets the failed attempts of a colleague, or from an address; how many counts there were
@query entrance/unlock @call unlockConsole @param whom Short name, or address @column ended checked Counts$$;

create or replace function code_begin(p_staff bigint, p_secret text) returns boolean
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_console');
  -- one in use is ended first, with a code of it: a browser that was left open exchanges no telephone
  insert into staff_code (staff_code_id, staff_code_secret) values (p_staff, p_secret)
  on conflict (staff_code_id) do update set staff_code_secret = excluded.staff_code_secret, staff_code_made = now()
  where staff_code.staff_code_confirmed is null;
  return found;
end $$;
comment on function code_begin(bigint, text) is $$Keeps a secret that no code has confirmed yet; false where one is in use
@query entrance/code-begin @call beginCode @param staff Staff member @param secret Base 32 @column begun checked$$;

create or replace function code_of(p_staff bigint)
returns table (secret text, confirmed timestamptz, recovery integer)
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_console');
  return query select staff_code_secret, staff_code_confirmed, cardinality(string_to_array(staff_code_recovery, ' ')) from staff_code
    where staff_code_id = p_staff;
end $$;
comment on function code_of(bigint) is $$The secret of a staff member, and since when it is in use. For the console's login
@query entrance/code-of @call codeOf @param staff Staff member @column secret checked Base 32 @column confirmed null In use since
@column recovery checked Recovery codes that are left$$;

create or replace function code_confirm(p_staff bigint, p_session bigint, p_step bigint, p_recovery text[]) returns boolean
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_console');
  update staff_code set staff_code_confirmed = now(), staff_code_step = p_step,
    staff_code_recovery = array_to_string(p_recovery, ' ')
  where staff_code_id = p_staff and staff_code_confirmed is null;
  if not found then
    return false;
  end if;
  -- sessions that were opened without a code are over, but for the one that asked for it
  update console_session set console_session_ended = now()
  where console_session_staff = p_staff and console_session_id <> p_session and console_session_ended is null
    and console_session_kind = 'session';
  return true;
end $$;
comment on function code_confirm(bigint, bigint, bigint, text[]) is $$From now on the console asks this staff member for a code; their other sessions end
@query entrance/code-confirm @call confirmCode @param staff Staff member @param session Session that goes on
@param step Half minute of the code @param recovery SHA-256 of recovery codes, in hex @column confirmed checked$$;

create or replace function code_use(p_staff bigint, p_step bigint, p_recovery text) returns boolean
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_console');
  -- each opens once, and none opens that is older than one that opened
  update staff_code set staff_code_step = coalesce(p_step, staff_code_step),
    staff_code_recovery = array_to_string(array_remove(string_to_array(staff_code_recovery, ' '), p_recovery), ' ')
  where staff_code_id = p_staff and staff_code_confirmed is not null
    and (p_step > staff_code_step or p_recovery = any (string_to_array(staff_code_recovery, ' ')));
  return found;
end $$;
comment on function code_use(bigint, bigint, text) is $$Uses a code up; false where it was used, or is no recovery code of theirs. For the console's login
@query entrance/code-use @call useCode @param staff Staff member @param step null Half minute of a right code
@param recovery null SHA-256 of a recovery code, in hex @column used checked$$;

create or replace function code_end(p_staff bigint) returns boolean
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_console');
  delete from staff_code where staff_code_id = p_staff;
  return found;
end $$;
comment on function code_end(bigint) is $$The console asks this staff member for no code any more. For the console's login
@query entrance/code-end @call endCode @param staff Staff member @column ended checked$$;

create or replace function console_awaiting(p_session bytea, p_certificate text)
returns table (staff bigint, hid text, name text, language text)
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_console');
  return query select staff_id, staff_hid, staff_name, staff_language
    from console_session join staff on staff_id = console_session_staff
    where console_session_digest = p_session and console_session_kind = 'session' and console_session_awaits
      and console_session_ended is null and console_session_until > now() and staff_active
      and console_session_certificate is not distinct from p_certificate
      and (p_certificate is null or certificate_owner(p_certificate) = console_session_staff);
end $$;
comment on function console_awaiting(bytea, text) is $$Whose session this is, where it still awaits a code
@query entrance/awaiting @call awaitingCode @param session SHA-256 of the cookie @param certificate null SHA-256 of the certificate
@column staff checked Staff member @column hid checked Short name @column name checked Name @column language checked Language$$;

create or replace function console_proven(p_session bytea, p_next bytea) returns boolean
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_console');
  -- under another cookie: one that somebody saw or set before the code opens nothing
  update console_session set console_session_awaits = false, console_session_digest = p_next, console_session_seen = now(),
    console_session_until = console_session_begun + console_longest()
  where console_session_digest = p_session and console_session_awaits and console_session_ended is null
    and console_session_until > now();
  return found;
end $$;
comment on function console_proven(bytea, bytea) is $$The code was right: the session is open, under a new cookie
@query entrance/proven @call proveSession @param session SHA-256 of the cookie @param next SHA-256 of the new one @column open checked$$;

create or replace function code_users() returns table (staff text, name text, since timestamptz, recovery integer)
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  return query select staff_hid, staff_name, staff_code_confirmed, cardinality(string_to_array(staff_code_recovery, ' '))
    from staff_code join staff s on staff_id = staff_code_id
    where staff_code_confirmed is not null and (is_admin() or staff_id = my_staff()) order by staff_hid;
end $$;
comment on function code_users() is $$Who is asked for a code by the console: oneself, and an administrator sees all
@query entrance/code-users @call codeUsers @column staff checked Short name @column name checked Name @column since checked In use since
@column recovery checked Recovery codes that are left$$;

create or replace function code_reset(p_hid text) returns boolean
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  if not is_admin() then
    raise exception 'the codes of a colleague are for an administrator to end' using errcode = '42501', constraint = 'staff_admin';
  end if;
  delete from staff_code using staff where staff_id = staff_code_id and staff_hid = lower(p_hid);
  return found;
end $$;
comment on function code_reset(text) is $$The console asks a colleague for no code any more, whose telephone is lost; false where it asked for none
@query entrance/code-reset @call resetCode @param hid Short name @column reset checked$$;
