-- A password for the login of a colleague who works with an interface of their own. It comes as a SCRAM verifier, as psql sends it: no
-- log of the server can hold the password, and the audit has that it was set, and by whom.

create or replace function note_staff_password(p_hid text) returns jsonb
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  was staff;
begin
  select * into was from staff where staff_hid = lower(p_hid) and staff_active for update;
  if was.staff_id is distinct from my_staff() and not is_admin() or was.staff_id is null and not is_admin() then
    raise exception 'a password is set by an administrator, or by whose login it is' using errcode = '42501', constraint = 'staff_admin';
  elsif was.staff_id is null then
    return '{"problem": "staff/not-known"}';
  elsif not staff_login_free(was.staff_login) then
    raise exception 'this role is not a staff member''s' using errcode = '42501', constraint = 'staff_login';
  end if;
  update staff set staff_password_set = clock_timestamp() where staff_id = was.staff_id;
  return jsonb_build_object('hid', was.staff_hid, 'name', was.staff_name, 'login', was.staff_login);
end $$;
comment on function note_staff_password(text) is 'Notes that the login of a staff member gets a password. For staff_password_set';

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
  raise exception 'only the program''s own login sets passwords, for an administrator or for whose login it is' using errcode = '42501', constraint = 'staff_admin';
end $$;
comment on function staff_password_set(text, text) is 'Gives the login of a staff member a password, as its SCRAM verifier: {hid, name, login} or {problem: staff/not-known}';
