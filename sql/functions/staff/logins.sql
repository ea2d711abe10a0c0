-- The PostgreSQL roles of staff: which names are free, which group each has, who may log in.

create or replace function staff_login_free(p_login name) returns boolean
language sql stable set search_path = public, pg_temp
as $$
  -- never a role that may do more than staff: logins and groups of the program, its owner, superusers and their like
  select p_login !~ '^(pg_|satchel_(owner|subject|import|dispatch|console)$)'
    and not exists (select from staff_roles() where p_login = 'satchel_' || role)
    and not exists (select from pg_roles where rolname = p_login
      and (rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls or pg_has_role(oid, 'satchel_owner', 'member')))
$$;
comment on function staff_login_free(name) is 'Whether this may be the login of a staff member';

create or replace function keep_staff_login(p_login name, p_role text, p_active boolean) returns void
language plpgsql security invoker set search_path = public, pg_temp
as $$
declare
  acting text := coalesce(current_setting('role'), 'none');
  earlier name;
begin
  perform set_config('role', 'none', true);
  if p_active then
    perform make_staff_role(p_login, p_role);
  elsif exists (select from pg_roles where rolname = p_login) then
    execute format('alter role %I nologin', p_login);
    for earlier in select g.rolname from pg_auth_members join pg_roles g on g.oid = roleid join pg_roles m on m.oid = member
      where m.rolname = p_login and g.rolname like 'satchel\_%'
    loop
      execute format('revoke %I from %I', earlier, p_login);
    end loop;
  end if;
  perform set_config('role', acting, true);
exception when insufficient_privilege then
  raise exception 'only the program''s own login changes the logins of staff: satchel staff, or satchel db psql' using errcode = '42501';
end $$;
comment on function keep_staff_login(name, text, boolean) is 'Makes the PostgreSQL role of a staff member what their row says';

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

create or replace function make_staff_role(p_login name, p_role text) returns void
language plpgsql security invoker set search_path = public, pg_temp
as $$
declare
  earlier name;
begin
  if p_role is null or p_role not in (select role from staff_roles()) then
    raise exception 'there is no role "%" for staff', p_role using errcode = '22023';
  elsif not staff_login_free(p_login) then
    raise exception 'the role % is not a staff member''s', p_login using errcode = '42501';
  elsif not exists (select from pg_roles where rolname = p_login) then
    -- no password: nobody logs in with it until an administrator gives it one
    execute format('create role %I login', p_login);
  elsif not (select rolcanlogin from pg_roles where rolname = p_login) then
    execute format('alter role %I login', p_login);
  end if;
  -- a role left over from a dropped database of the same name brings no old rights along
  for earlier in select g.rolname from pg_auth_members join pg_roles g on g.oid = roleid join pg_roles m on m.oid = member
    where m.rolname = p_login and g.rolname like 'satchel\_%' and g.rolname <> 'satchel_' || p_role
  loop
    execute format('revoke %I from %I', earlier, p_login);
  end loop;
  execute format('grant %I to %I', 'satchel_' || p_role, p_login);
  -- from 16 on it is the grant that says whether rights are inherited, and it would take over what the login was at that moment
  execute format('grant %I to satchel_import, satchel_dispatch, satchel_console', p_login)
    || case when current_setting('server_version_num')::integer >= 160000 then ' with inherit false, set true' else '' end;
  execute format('grant %I to %I', p_login, session_user);
  execute format('grant connect on database %I to %I', current_database(), p_login);
end $$;
comment on function make_staff_role(name, text) is
  'The PostgreSQL role of a staff member, made where it is missing, with exactly one group';
