-- A colleague's role, their manager, and whether they still work here. Only an administrator changes these. The row is written
-- by a definer function under the administrator's name, so that the audit has it; PostgreSQL's roles follow by the session's own login,
-- since no role of staff reaches that far.

create or replace function staff_login_free(p_login name) returns boolean
language sql stable set search_path = public, pg_temp
as $$
  -- never a role that may do more than staff: logins and groups of the program, its owner, superusers and their like
  select p_login !~ '^(pg_|satchel_(owner|admin|office|manager|sales|support|marketing|analyst|auditor|subject|import|dispatch)$)'
    and not exists (select from pg_roles where rolname = p_login
      and (rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls or pg_has_role(oid, 'satchel_owner', 'member')))
$$;
comment on function staff_login_free(name) is 'Whether this may be the login of a staff member';

create or replace function staff_keep() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  if not staff_login_free(new.staff_login) then
    raise exception 'this role is not a staff member''s' using errcode = '42501', constraint = 'staff_login';
  end if;
  return new;
end $$;

create or replace function staff_role_keep() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  domains text[] := array[case when tg_op <> 'INSERT' then old.lookup_domain end, case when tg_op <> 'DELETE' then new.lookup_domain end];
begin
  -- these words name PostgreSQL's roles: who renames one gives its rights away. What they are called is for everybody who keeps lists
  if 'staff-role' = any (domains) and not pg_has_role(acting_role(), 'satchel_owner', 'member')
    and (tg_op <> 'UPDATE' or to_jsonb(new) - '{lookup_name,lookup_sort}'::text[] is distinct from to_jsonb(old) - '{lookup_name,lookup_sort}'::text[]) then
    raise exception 'the roles of staff are no list to be changed' using errcode = '42501', constraint = 'lookup_staff_role';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;

create or replace function change_staff(p_hid text, p_role text, p_active boolean) returns jsonb
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  was staff;
  admin bigint := lookup_find('staff-role', 'admin');
  became bigint := lookup_find('staff-role', p_role);
begin
  -- one after the other: two administrators who turn each other off at once leave one
  perform from staff where staff_active and staff_role = admin order by staff_id for update;
  if not is_admin() then
    raise exception 'roles and logins of staff are for an administrator to change' using errcode = '42501', constraint = 'staff_admin';
  end if;
  select * into was from staff where staff_hid = p_hid for update;
  if was.staff_id is null then
    return '{"problem": "staff/not-known"}';
  elsif was.staff_active and was.staff_role = admin and (not p_active or became <> admin)
    and not exists (select from staff where staff_active and staff_role = admin and staff_id <> was.staff_id) then
    return '{"problem": "staff/last-admin"}';
  elsif was.staff_id = my_staff() and not p_active then
    return '{"problem": "staff/self"}';
  end if;
  update staff set staff_role = coalesce(became, staff_role), staff_active = coalesce(p_active, staff_active) where staff_id = was.staff_id
    and (staff_role, staff_active) is distinct from (coalesce(became, staff_role), coalesce(p_active, staff_active))
  returning * into was;
  return (
    select jsonb_build_object('hid', staff_hid, 'name', staff_name, 'login', staff_login, 'role', lookup_value(staff_role), 'active', staff_active,
      'packets', (select count(*) from packet where packet_recipient = staff_id and packet_kind in ('work', 'edit') and packet_status = 'open'
        and packet_expires > now()))
    from staff where staff_hid = p_hid);
end $$;
comment on function change_staff(text, text, boolean) is 'The row of a staff member: role and whether they work here, null where it stays. For staff_role_set, staff_off and staff_on';

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

create or replace function staff_write(p_hid text, p_role text, p_active boolean) returns jsonb
language plpgsql security invoker set search_path = public, pg_temp
as $$
declare
  changed jsonb := change_staff(p_hid, p_role, p_active);
begin
  if not changed ? 'problem' then
    perform keep_staff_login((changed ->> 'login')::name, changed ->> 'role', (changed ->> 'active')::boolean);
  end if;
  return changed;
end $$;
comment on function staff_write(text, text, boolean) is 'Row and PostgreSQL role of a staff member together';

create or replace function staff_role_set(p_hid text, p_role text) returns jsonb
language sql volatile security invoker set search_path = public, pg_temp
as $$ select staff_write(p_hid, p_role, null) $$;
comment on function staff_role_set(text, text) is 'Gives a staff member another role (sales, office ...); {problem: staff/not-known, staff/last-admin}';

create or replace function staff_off(p_hid text) returns jsonb
language sql volatile security invoker set search_path = public, pg_temp
as $$ select staff_write(p_hid, null, false) $$;
comment on function staff_off(text) is
  'Ends the login of somebody who leaves; answers to their packets are held from then on, and nothing is sent to them. Then end_staff_sessions, once this is committed';

create or replace function staff_on(p_hid text) returns jsonb
language sql volatile security invoker set search_path = public, pg_temp
as $$ select staff_write(p_hid, null, true) $$;
comment on function staff_on(text) is 'Lets somebody who left work again, with the role and the packets that they had';

create or replace function end_staff_sessions(p_hid text) returns bigint
language sql volatile security invoker set search_path = public, pg_temp
as $$
  select count(*) filter (where pg_terminate_backend(pid)) from staff join pg_stat_activity on usename = staff_login
  where staff_hid = p_hid and not staff_active
$$;
comment on function end_staff_sessions(text) is 'Ends the open sessions of somebody who left; returns how many';

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
comment on function staff_manager_set(text, text) is 'Puts a staff member under another, null: under nobody. A manager has the records of all who stand under her';

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
comment on function staff_email_set(text, text) is 'Where the packets of a staff member go from now on; packets that are out keep their address';
