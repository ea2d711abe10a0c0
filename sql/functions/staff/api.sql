-- Staff: a row and a PostgreSQL role each, since a reply is merged under the role of its sender. Called by the owner's login.
-- A password comes as a SCRAM verifier, as psql sends it: no log of the server can hold it, and the audit has who set it.

create or replace function add_staff(p_hid text, p_name text, p_email text, p_role text, p_language text, p_protection text default null)
  returns jsonb
language plpgsql security invoker set search_path = public, pg_temp
as $$
declare
  -- "_staff_" keeps a member named "office" or "import" apart from the group roles and logins of those names
  login name := current_database() || '_staff_' || p_hid;
  made bigint;
begin
  if length(current_database() || '_staff_' || p_hid) > 63 then
    raise exception 'the role name would be longer than 63 characters' using errcode = '22001';
  end if;
  insert into staff (staff_hid, staff_name, staff_login, staff_role, staff_email, staff_language, staff_protection)
  values (p_hid, p_name, login, lookup_find('staff-role', p_role), p_email, p_language, p_protection)
  returning staff_id into made;
  perform make_staff_role(login, p_role);
  return jsonb_build_object('staff', made, 'hid', p_hid, 'login', login, 'role', p_role);
end $$;
comment on function add_staff(text, text, text, text, text, text) is $$Adds a staff member: hid, name, e-mail, group role (sales, office ...), language, and how their letters are protected: plain, or null for not chosen yet
@query staff/add @call addStaff @param hid Short name, lower case @param role Role, of those in staff_roles() @param protection null Null: not chosen @column added
@shape { staff: number, hid: string, login: string, role: string }$$;

create or replace function add_colleague(p_row jsonb) returns jsonb
language plpgsql security invoker set search_path = public, pg_temp
as $$
declare
  added jsonb := insert_colleague(p_row);
begin
  if not added ? 'problem' then
    perform keep_staff_login((added ->> 'login')::name, added ->> 'role', true);
  end if;
  return added;
end $$;
comment on function add_colleague(jsonb) is $$Adds a staff member in the name of the administrator who acts: their row and their PostgreSQL role
@query staff/add-colleague @call addColleague @param row Who it is
@shape { hid: string, name: string, email: string, role: string, language: string, protection: 'plain' | null }
@column added checked @shape StaffRefusal | { staff: number, hid: string, login: string, role: string }$$;

create or replace function staff_role_of(p_hid text) returns name
language sql stable security definer set search_path = public, pg_temp
as $$ select staff_login from staff where staff_hid = lower(p_hid) and staff_active $$;
comment on function staff_role_of(text) is $$The database role of an active staff member; null if there is none
@query staff/role @call staffRole @column role$$;

create or replace function staff_role_set(p_hid text, p_role text) returns jsonb
language sql volatile security invoker set search_path = public, pg_temp
as $$ select staff_write(p_hid, p_role, null) $$;
comment on function staff_role_set(text, text) is $$Sets the role of a staff member (sales, office ...); {problem: staff/not-known, staff/last-admin}
@query staff/set-role @call setStaffRole @param role sales, office ... @column changed checked @shape StaffRefusal | StaffChanged$$;

create or replace function staff_off(p_hid text) returns jsonb
language sql volatile security invoker set search_path = public, pg_temp
as $$ select staff_write(p_hid, null, false) $$;
comment on function staff_off(text) is $$Ends the login of a staff member who leaves; from then on answers to their packets are held, and nothing is sent to them. Run end_staff_sessions once this is committed
@query staff/off @call turnStaffOff @column changed checked @shape StaffRefusal | StaffChanged$$;

create or replace function staff_on(p_hid text) returns jsonb
language sql volatile security invoker set search_path = public, pg_temp
as $$ select staff_write(p_hid, null, true) $$;
comment on function staff_on(text) is $$Reactivates a staff member who had left, with their earlier role and packets
@query staff/on @call turnStaffOn @column changed checked @shape StaffRefusal | StaffChanged$$;

create or replace function end_staff_sessions(p_hid text) returns bigint
language sql volatile security invoker set search_path = public, pg_temp
as $$
  select count(*) filter (where pg_terminate_backend(pid)) from staff join pg_stat_activity on usename = staff_login
  where staff_hid = p_hid and not staff_active
$$;
comment on function end_staff_sessions(text) is $$Ends the open sessions of a staff member who left; returns their number
@query staff/end-sessions @call endStaffSessions @column ended$$;

create or replace function staff_manager_set(p_hid text, p_manager text) returns jsonb
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  moved bigint := (select staff_id from staff where staff_hid = p_hid);
  manager bigint := (select staff_id from staff where staff_hid = p_manager and staff_active);
begin
  if not is_admin() then
    raise exception 'where staff stand is for an administrator to say' using errcode = '42501', constraint = 'staff_place';
  elsif moved is null or p_manager is not null and manager is null then
    return jsonb_build_object('problem', 'staff/not-known', 'hid', case when moved is null then p_hid else p_manager end);
  end if;
  update entity set entity_parent = manager where entity_id = moved and entity_parent is distinct from manager;
  return jsonb_build_object('hid', p_hid, 'manager', p_manager);
end $$;
comment on function staff_manager_set(text, text) is $$Sets the manager of a staff member; null for none. A manager has the records of all staff under them
@query staff/set-manager @call setStaffManager @param manager null Null: no manager @column changed checked
@shape StaffRefusal | { hid: string, manager: string | null }$$;

create or replace function staff_email_set(p_hid text, p_email text) returns jsonb
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  was staff;
begin
  select * into was from staff where staff_hid = p_hid for update;
  if was.staff_id is distinct from my_staff() and not is_admin() or was.staff_id is null and not is_admin() then
    raise exception 'an address is changed by an administrator, or by whose it is' using errcode = '42501', constraint = 'staff_admin';
  elsif was.staff_id is null then
    return '{"problem": "staff/not-known"}';
  end if;
  update staff set staff_email = p_email where staff_id = was.staff_id and staff_email <> p_email;
  return jsonb_build_object('hid', p_hid, 'email', p_email, 'earlier', was.staff_email);
end $$;
comment on function staff_email_set(text, text) is $$Sets the address for the packets of a staff member; open packets keep theirs
@query staff/set-email @call setStaffEmail @column changed checked @shape StaffRefusal | { hid: string, email: string, earlier: string }$$;

create or replace function staff_password_set(p_hid text, p_verifier text) returns jsonb
language plpgsql security invoker set search_path = public, pg_temp
as $$
declare
  noted jsonb;
  acting text := coalesce(current_setting('role'), 'none');
begin
  if p_verifier !~ '^SCRAM-SHA-256\$[0-9]{4,7}:[A-Za-z0-9+/=]{20,88}\$[A-Za-z0-9+/=]{44}:[A-Za-z0-9+/=]{44}$' then
    raise exception 'a password comes as its SCRAM verifier, never as it is' using errcode = '22023';
  end if;
  noted := note_staff_password(p_hid);
  if noted ? 'problem' then
    return noted;
  end if;
  perform set_config('role', 'none', true);
  execute format('alter role %I login password %L', noted ->> 'login', p_verifier);
  perform set_config('role', acting, true);
  return noted;
exception when insufficient_privilege then
  raise exception 'only the program''s own login sets passwords, for an administrator or for whose login it is'
    using errcode = '42501', constraint = 'staff_admin';
end $$;
comment on function staff_password_set(text, text) is $$Sets the password of a staff member's login, as a SCRAM verifier: {hid, name, login} or {problem: staff/not-known}
@query staff/set-password @call setStaffPassword @column changed checked @shape StaffRefusal | { hid: string, name: string, login: string }$$;

create or replace function staff_protection_set(p_hid text, p_protection text) returns jsonb
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  was staff := staff_protecting(p_hid, p_protection in ('pgp', 'passphrase')
    and exists (select from staff where staff_hid = lower(p_hid)
      and coalesce(staff_protection, staff_protection_restored, 'plain') = 'plain'));
begin
  if was.staff_id is null then
    return '{"problem": "staff/not-known"}';
  elsif p_protection = 'pgp' and was.staff_pgp_confirmed is null then
    return '{"problem": "staff/no-key"}';
  elsif p_protection = 'passphrase' and not exists (select from staff_phrase where staff_phrase_id = was.staff_id) then
    return '{"problem": "staff/no-phrase"}';
  end if;
  update staff set staff_protection = p_protection, staff_protection_restored = null,
    -- links answer in the clear: that is said anew for each protection
    staff_answer_links = case when p_protection = 'plain' or not staff_answer_links then staff_answer_links end
  where staff_id = was.staff_id and staff_protection is distinct from p_protection;
  return jsonb_build_object('hid', was.staff_hid, 'name', was.staff_name, 'protection', p_protection,
    'earlier', coalesce(was.staff_protection, was.staff_protection_restored));
end $$;
comment on function staff_protection_set(text, text) is $$Sets how the letters of a staff member are protected: {hid, name, protection, earlier} or {problem: staff/not-known, staff/no-key, staff/no-phrase}
@query staff/set-protection @call setStaffProtection @param protection plain, pgp or passphrase @shape 'plain' | 'pgp' | 'passphrase'
@column changed checked @shape StaffRefusal | StaffProtected$$;

create or replace function staff_protection_confirm(p_hid text) returns jsonb
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  confirmed jsonb;
begin
  if not is_admin() then
    raise exception 'how letters are protected is for an administrator to say' using errcode = '42501', constraint = 'staff_admin';
  elsif p_hid is not null and not exists (select from staff where staff_hid = lower(p_hid)) then
    return '{"problem": "staff/not-known"}';
  end if;
  with done as (
    update staff set staff_protection = staff_protection_restored, staff_protection_restored = null
    where staff_protection_restored is not null and (p_hid is null or staff_hid = lower(p_hid))
    returning staff_hid, staff_protection
  )
  select coalesce(jsonb_agg(jsonb_build_object('hid', staff_hid, 'protection', staff_protection) order by staff_hid), '[]')
  into confirmed from done;
  return jsonb_build_object('confirmed', confirmed);
end $$;
comment on function staff_protection_confirm(text) is $$Says that the protection, phrase and key that a restore brought back are still right, for one or all: {confirmed: [{hid, protection}]} or {problem: staff/not-known}
@query staff/confirm @call confirmStaff @param hid null Null: all @column changed checked @shape StaffRefusal | StaffConfirmed$$;

create or replace function staff_unconfirmed() returns table (hid text, name text, protection text, phrase text, fingerprint text,
  answer_links boolean)
language sql stable security definer set search_path = public, pg_temp
as $$
  select staff_hid, staff_name, staff_protection_restored, to_char(staff_phrase_made at time zone 'UTC', 'YYYY-MM-DD'),
    staff_pgp_fingerprint, coalesce(staff_answer_links, staff_protection_restored = 'plain')
  from staff where staff_active and staff_protection_restored is not null order by staff_hid
$$;
comment on function staff_unconfirmed() is $$Those for whom nobody has confirmed since a restore how their letters are protected, and with what
@query staff/unconfirmed @call staffUnconfirmed @column hid checked @column name checked @column protection checked
@shape Protection @column phrase null Day on which their phrase was made @column fingerprint null Of their key @column answer_links checked Whether answers are one tap away$$;

create or replace function staff_phrase_set(p_hid text, p_key bytea, p_salt bytea, p_rounds integer) returns jsonb
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  was staff := staff_protecting(p_hid, true);
  revoked jsonb;
  records jsonb;
begin
  if was.staff_id is null then
    return '{"problem": "staff/not-known"}';
  end if;
  insert into staff_phrase values (was.staff_id, p_key, p_salt, p_rounds)
  on conflict (staff_phrase_id) do update set staff_phrase_key = excluded.staff_phrase_key,
    staff_phrase_salt = excluded.staff_phrase_salt, staff_phrase_rounds = excluded.staff_phrase_rounds;
  -- a phrase of today needs no confirmation after a restore
  update staff set staff_phrase_made = clock_timestamp(),
    staff_protection = case when staff_protection_restored = 'passphrase' then staff_protection_restored else staff_protection end,
    staff_protection_restored = case when staff_protection_restored <> 'passphrase' then staff_protection_restored end
  where staff_id = was.staff_id returning * into was;
  -- a phrase that was lost may have been found by somebody else
  with gone as (
    update packet set packet_status = 'revoked' where packet_recipient = was.staff_id and packet_protection = 'passphrase'
      and packet_kind = 'work' and packet_status = 'open' and packet_expires > clock_timestamp()
    returning packet_hid, packet_id, packet_entity, packet_form
  ), stopped as (
    update letter set letter_status = 'failed', letter_problem = 'packet-revoked'
    where letter_id = any (array(select packet_letters(array(select packet_id from gone)))) and letter_status in ('queued', 'parked')
  )
  select coalesce(jsonb_agg(packet_hid order by packet_id), '[]'),
    coalesce(jsonb_agg(distinct jsonb_build_object('record', record_hid(entity_survivor(packet_entity)), 'form', form_name)), '[]')
  into revoked, records from gone join form on form_id = packet_form;
  return jsonb_build_object('hid', was.staff_hid, 'name', was.staff_name, 'protection', was.staff_protection, 'revoked', revoked,
    'records', records);
end $$;
comment on function staff_phrase_set(text, bytea, bytea, integer) is $$Keeps the key of a new phrase, sealed to the core key, and revokes the packets that open with the earlier one: {hid, name, protection, revoked, records}
@query staff/set-phrase @call setStaffPhrase @param key Derived from the phrase, sealed @column changed checked
@shape StaffRefusal | StaffPhraseSet$$;

-- OpenPGP keys: what letters are encrypted to, and whose signature proves a reply. A key counts once its fingerprint was compared.

create or replace function staff_key_set(p_hid text, p_key text, p_fingerprint text, p_expires timestamptz) returns jsonb
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  was staff := staff_protecting(p_hid, false);
begin
  if was.staff_id is null then
    return '{"problem": "staff/not-known"}';
  end if;
  update staff set staff_pgp_key = p_key, staff_pgp_fingerprint = p_fingerprint, staff_pgp_expires = p_expires,
    staff_pgp_confirmed = clock_timestamp()
  where staff_id = was.staff_id;
  return jsonb_build_object('hid', was.staff_hid, 'name', was.staff_name, 'protection', was.staff_protection,
    'earlier', was.staff_pgp_fingerprint);
end $$;
comment on function staff_key_set(text, text, text, timestamptz) is $$Registers the public key of a staff member. Its fingerprint was compared: {hid, name, protection, earlier} or {problem: staff/not-known}
@query staff/set-key @call setStaffKey @param key Armored @param fingerprint Upper-case hex @param expires null Null: never
@column changed checked @shape StaffRefusal | StaffKeySet$$;

create or replace function staff_signers() returns table (fingerprint text, key text)
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_import');
  return query select staff_pgp_fingerprint, staff_pgp_key from staff where staff_pgp_confirmed is not null and staff_active
    and staff_protection_restored is null;
end $$;
comment on function staff_signers() is $$Confirmed keys of colleagues: a signature by one of them is proof where the packet went to that colleague
@query staff/signers @call staffSigners @column fingerprint checked @column key checked$$;

create or replace function staff_keys(p_hid text) returns table (hid text, name text, protection text, fingerprint text,
  expires timestamptz, confirmed timestamptz, key text)
language sql stable security definer set search_path = public, pg_temp
as $$
  select staff_hid, staff_name, staff_protection, staff_pgp_fingerprint, staff_pgp_expires, staff_pgp_confirmed, staff_pgp_key
  from staff where staff_active and case when p_hid is null then staff_pgp_key is not null else staff_hid = lower(p_hid) end
  order by staff_hid
$$;
comment on function staff_keys(text) is $$The key of a staff member, or the keys of all that have one
@query staff/keys @call staffKeys @param hid null Null: all @column hid checked @column name checked
@column protection null @shape Protection @column fingerprint null @column expires null @column confirmed null @column key null$$;

create or replace function staff_letters_set(p_hid text, p_packet_file boolean, p_answer_links boolean) returns jsonb
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  -- an answer by link travels in the clear: a colleague may end that for themselves, an administrator alone begins it
  was staff := staff_protecting(p_hid, p_answer_links is distinct from true);
begin
  if was.staff_id is null then
    return '{"problem": "staff/not-known"}';
  end if;
  update staff set staff_packet_file = coalesce(p_packet_file, staff_packet_file),
    staff_answer_links = coalesce(p_answer_links, staff_answer_links)
  where staff_id = was.staff_id
  returning * into was;
  return jsonb_build_object('hid', was.staff_hid, 'name', was.staff_name, 'protection', was.staff_protection,
    'packet_file', was.staff_packet_file,
    'answer_links', coalesce(was.staff_answer_links, was.staff_protection = 'plain', false));
end $$;
comment on function staff_letters_set(text, boolean, boolean) is $$Sets what travels with the letters of a staff member; null leaves it as it is: {hid, name, protection, packet_file, answer_links} or {problem: staff/not-known}
@query staff/set-letters @call setStaffLetters @param packet_file null Whether the packet file is attached @param answer_links null Whether answers are one tap away
@column changed checked @shape StaffRefusal | StaffLetters$$;
