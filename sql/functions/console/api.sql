-- Sessions of the office console. The login satchel_console asks whose a session is, and works under that colleague's role from then on;
-- it may read no table itself. A session ends with its time, by leaving, by an administrator, and when its owner no longer works here.

create or replace function console_link(p_staff text, p_digest bytea, p_minutes integer) returns text
language plpgsql security invoker set search_path = public, pg_temp
as $$
declare
  found bigint := (select staff_id from staff where staff_hid = lower(p_staff) and staff_active);
begin
  if found is null then
    return null;
  end if;
  -- what ended a month ago is nobody's concern any more
  delete from console_session where console_session_until < now() - interval '30 days';
  insert into console_session (console_session_staff, console_session_kind, console_session_digest, console_session_until)
  values (found, 'link', p_digest, now() + make_interval(mins => p_minutes));
  return (select staff_hid from staff where staff_id = found);
end $$;
comment on function console_link(text, bytea, integer) is $$Keeps a link that opens one session of the console, for a staff member who works here; their short name, or null where there is none. For the owner's login
@query console/link @call keepConsoleLink @param staff Short name @param digest SHA-256 of its word @param minutes Good for so long
@column staff null Short name$$;

create or replace function console_enter(p_link bytea, p_session bytea, p_agent text) returns text
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  opened bigint;
begin
  perform must_be_login('satchel_console');
  update console_session set console_session_ended = now()
  where console_session_digest = p_link and console_session_kind = 'link' and console_session_ended is null
    and console_session_until > now()
    and exists (select from staff where staff_id = console_session_staff and staff_active)
  returning console_session_staff into opened;
  return console_begin(opened, p_session, p_agent, null);
end $$;
comment on function console_enter(bytea, bytea, text) is $$Uses a link up and begins a session; the staff member's short name, or null where the link opens nothing any more
@query console/enter @call enterConsole @param link SHA-256 of the link's word @param session SHA-256 of the cookie
@param agent null Browser @column staff null Short name$$;

create or replace function console_certificate(p_fingerprint text, p_session bytea, p_agent text) returns text
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_console');
  return console_begin(certificate_owner(p_fingerprint), p_session, p_agent, p_fingerprint);
end $$;
comment on function console_certificate(text, bytea, text) is $$Begins a session for whom a certificate names; their short name, or null where it is not known, over or revoked
@query console/certificate @call enterByCertificate @param fingerprint SHA-256 of the certificate @param session SHA-256 of the cookie
@param agent null Browser @column staff null Short name$$;

create or replace function console_visit(p_session bytea, p_certificate text, p_quiet boolean)
returns table (session bigint, staff bigint, hid text, name text, login name, role text, language text, own jsonb)
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
declare
  found console_session;
begin
  perform must_be_login('satchel_console');
  select * into found from console_session where console_session_digest = p_session and console_session_kind = 'session'
    and console_session_ended is null and console_session_until > now() and console_session_seen > now() - console_idle()
    and not console_session_awaits
    and console_session_certificate is not distinct from p_certificate
    and (p_certificate is null or certificate_owner(p_certificate) = console_session_staff);
  if not p_quiet and found.console_session_seen < now() - interval '1 minute' then
    update console_session set console_session_seen = now() where console_session_id = found.console_session_id;
  end if;
  -- types of one's own are called as their reader calls them
  perform read_in(staff_language) from staff where staff_id = found.console_session_staff;
  return query select found.console_session_id, staff_id, staff_hid, staff_name, staff_login, lookup_value(staff_role), staff_language,
      (select coalesce(jsonb_agg(jsonb_build_object('type', t.added_table_hid, 'label', type_label(t.added_table_hid))
          order by t.added_table_id), '[]')
        from added_table t where t.added_table_part = 'subtype' and has_table_privilege(staff_login, t.added_table_hid, 'select'))
    from staff where staff_id = found.console_session_staff and staff_active;
end $$;
comment on function console_visit(bytea, text, boolean) is $$Whose session this is; no row where it is over, bound to another certificate, or its owner no longer works here
@query console/visit @call visitConsole @param session SHA-256 of the cookie
@param certificate null SHA-256 of the certificate, null without one
@param quiet A page that is only open: it is no request that keeps the session @column session checked Number @column staff checked Staff member
@column hid checked Short name @column name checked Name @column login checked Database role @column role checked Role
@column language checked Language @column own checked Types of record of one's own that this role reads
@shape { type: string, label: string }[]$$;

create or replace function console_leave(p_session bytea) returns bigint
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  ended bigint;
begin
  perform must_be_login('satchel_console');
  update console_session set console_session_ended = now() where console_session_digest = p_session and console_session_ended is null
  returning console_session_id into ended;
  return ended;
end $$;
comment on function console_leave(bytea) is $$Ends a session by its cookie; its number, or null where it was over
@query console/leave @call leaveConsole @param session SHA-256 of the cookie @column ended null Number$$;

create or replace function console_still_open(p_sessions text[]) returns table (session bigint)
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_console');
  return query select console_session_id from console_session join staff on staff_id = console_session_staff
    where console_session_id = any (p_sessions::bigint[]) and console_session_kind = 'session' and not console_session_awaits
      and console_session_ended is null
      and console_session_until > now() and console_session_seen > now() - console_idle() and staff_active
      and (console_session_certificate is null or certificate_owner(console_session_certificate) = console_session_staff);
end $$;
comment on function console_still_open(text[]) is $$Which of these sessions are open. Asking keeps none
@query console/still-open @call consoleStillOpen @param sessions Numbers @column session checked Number$$;

create or replace function console_sessions()
returns table (session bigint, staff text, name text, agent text, certificate boolean, begun timestamptz, seen timestamptz,
  until timestamptz)
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  return query
    select console_session_id, s.staff_hid, s.staff_name, console_session_agent, console_session_certificate is not null,
      console_session_begun, console_session_seen, least(console_session_until, console_session_seen + console_idle())
    from console_session join staff s on s.staff_id = console_session_staff
    where console_session_kind = 'session' and not console_session_awaits and console_session_ended is null
      and console_session_until > now()
      and console_session_seen > now() - console_idle() and s.staff_active and (is_admin() or s.staff_id = my_staff())
    order by console_session_seen desc;
end $$;
comment on function console_sessions() is $$Sessions of the console that are open: one's own, and an administrator sees all
@query console/sessions @call consoleSessions @use people @column session checked Number @column staff checked Short name
@column name checked Name @column agent null Browser @column certificate checked Bound to a certificate @column begun checked Begun
@column seen checked Last request @column until checked Ends$$;

create or replace function console_end(p_session bigint) returns boolean
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  update console_session set console_session_ended = now()
  where console_session_id = p_session and console_session_ended is null and (is_admin() or console_session_staff = my_staff());
  return found;
end $$;
comment on function console_end(bigint) is $$Ends an open session: one's own, or an administrator any; false where there is none
@query console/end @call endConsoleSession @param session Number @column ended$$;

create or replace function keep_certificate(p_staff text, p_fingerprint text, p_until timestamptz) returns jsonb
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  owner staff;
begin
  if not is_admin() then
    raise exception 'certificates of staff are for an administrator to make' using errcode = '42501', constraint = 'staff_admin';
  end if;
  select * into owner from staff where staff_hid = lower(p_staff) and staff_active;
  if owner.staff_id is null then
    return '{"problem": "staff/not-known"}';
  end if;
  insert into staff_certificate (staff_certificate_staff, staff_certificate_fingerprint, staff_certificate_until)
  values (owner.staff_id, p_fingerprint, p_until);
  return jsonb_build_object('hid', owner.staff_hid, 'name', owner.staff_name);
end $$;
comment on function keep_certificate(text, text, timestamptz) is $$Notes a certificate that names a staff member to the console
@query console/keep-certificate @call keepCertificate @param staff Short name @param fingerprint SHA-256 in hex @param until Good until
@column kept checked @shape StaffRefusal | { hid: string, name: string }$$;

create or replace function staff_certificates(p_staff text)
returns table (staff text, fingerprint text, made timestamptz, until timestamptz, revoked timestamptz)
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  return query select staff_hid, staff_certificate_fingerprint, staff_certificate_made, staff_certificate_until, staff_certificate_revoked
    from staff_certificate join staff s on s.staff_id = staff_certificate_staff
    where (p_staff is null or staff_hid = lower(p_staff)) and (is_admin() or s.staff_id = my_staff())
    order by staff_certificate_made desc;
end $$;
comment on function staff_certificates(text) is $$Certificates of staff: one's own, and an administrator sees all
@query console/certificates @call staffCertificates @param staff null Short name; null: of all @column staff checked Short name
@column fingerprint checked SHA-256 @column made checked Made @column until checked Good until @column revoked null Revoked$$;

create or replace function revoke_certificate(p_fingerprint text) returns text
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  hits bigint[] := array(select staff_certificate_id from staff_certificate where staff_certificate_fingerprint like p_fingerprint || '%'
    and staff_certificate_revoked is null and (is_admin() or staff_certificate_staff = my_staff()));
begin
  -- the beginning that a list shows is enough, where it names one
  if p_fingerprint !~ '^[0-9a-f]{8,64}$' or cardinality(hits) <> 1 then
    return null;
  end if;
  update staff_certificate set staff_certificate_revoked = now() where staff_certificate_id = hits[1];
  return (select staff_hid from staff_certificate join staff on staff_id = staff_certificate_staff where staff_certificate_id = hits[1]);
end $$;
comment on function revoke_certificate(text) is $$Revokes a certificate, one's own, or an administrator any: it opens no session any more, and those that it opened are over. Whose it was, or null where the fingerprint names none or several
@query console/revoke-certificate @call revokeCertificate @param fingerprint SHA-256, or at least its first eight signs
@column staff null Short name$$;

create or replace function console_work_begin(p_staff bigint, p_kind text, p_about text, p_key text, p_again boolean, p_most integer)
returns table (work bigint, fresh boolean)
language sql volatile security invoker set search_path = public, pg_temp
as $$ select work, fresh from begin_console_work(p_staff, p_kind, p_about, p_key, p_again, p_most, console_connections()) $$;
comment on function console_work_begin(bigint, text, text, text, boolean, integer) is $$Long work of a staff member begins: its number, null where they have as much under way as they may, and whether it is new
@query works/begin @call beginConsoleWork @param staff Staff member @param kind Kind @param about null What it is about
@param key The same for what is pressed twice @param again What has ended is begun again @param most Of one person at a time @column work null Number @column fresh checked New$$;

create or replace function console_work_told(p_work bigint, p_count bigint, p_all bigint) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_console');
  update console_work set console_work_count = p_count, console_work_all = p_all
  where console_work_id = p_work and console_work_ended is null
    and (console_work_count, console_work_all) is distinct from (p_count, p_all);
  return (select console_work_stop is not null from console_work where console_work_id = p_work);
end $$;
comment on function console_work_told(bigint, bigint, bigint) is $$Notes how far long work is; whether it was told to stop
@query works/told @call tellConsoleWork @param work Number @param count Done so far @param all null In all, where that is known
@column stop null Was told to stop$$;

create or replace function console_work_end(p_work bigint, p_outcome text, p_answer jsonb) returns void
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_console');
  update console_work set console_work_ended = clock_timestamp(), console_work_outcome = p_outcome, console_work_answer = p_answer
  where console_work_id = p_work and console_work_ended is null;
end $$;
comment on function console_work_end(bigint, text, jsonb) is $$Long work has ended, with the page that tells what became of it
@query works/end @call endConsoleWork @param work Number @param outcome done, stopped or failed @param answer null The page @shape WorkAnswer$$;

create or replace function console_works(p_staff bigint, p_work bigint)
returns table (work bigint, kind text, about text, state text, count bigint, total bigint, begun timestamptz, ended timestamptz,
  stop boolean, answer jsonb)
language sql volatile security invoker set search_path = public, pg_temp
as $$ select * from list_console_work(p_staff, p_work, console_connections()) $$;
comment on function console_works(bigint, bigint) is $$Long work of a staff member that goes on, or whose result they have not seen; or one by its number
@query works/list @call consoleWorks @param staff Staff member @param work null Number of one; null: all that is not seen
@column work checked Number @column kind checked Kind @column about null What it is about
@column state checked running, done, stopped, failed; broken: its program ended in the middle @column count checked Done so far
@column total null In all @column begun checked Begun @column ended null Ended @column stop checked Was told to stop
@column answer null The page of one @shape WorkAnswer$$;

create or replace function console_work_stop(p_staff bigint, p_work bigint) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_console');
  update console_work set console_work_stop = coalesce(console_work_stop, now())
  where console_work_id = p_work and console_work_staff = p_staff and console_work_ended is null;
  return found;
end $$;
comment on function console_work_stop(bigint, bigint) is $$Tells long work to stop where it can; false where it is over
@query works/stop @call stopConsoleWork @param staff Staff member @param work Number @column told checked Told$$;

create or replace function console_work_seen(p_staff bigint, p_work bigint) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_console');
  update console_work set console_work_seen = now()
  where console_work_id = p_work and console_work_staff = p_staff and console_work_seen is null;
  return found;
end $$;
comment on function console_work_seen(bigint, bigint) is $$Notes that the result of long work was seen
@query works/seen @call seeConsoleWork @param staff Staff member @param work Number @column noted checked Noted now$$;
