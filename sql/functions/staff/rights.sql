-- A colleague's role, their manager, and whether they still work here. Only an administrator changes these. The row is written
-- by a definer function under the administrator's name, so that the audit has it; PostgreSQL's roles follow by the session's own login,
-- since no role of staff reaches that far.

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
  -- these words name PostgreSQL's roles: renaming one gives its rights away. Their titles belong to everybody who keeps lists
  if 'staff-role' = any (domains) and not pg_has_role(acting_role(), 'satchel_owner', 'member')
    and (tg_op <> 'UPDATE' or to_jsonb(new) - '{lookup_name,lookup_sort}'::text[]
      is distinct from to_jsonb(old) - '{lookup_name,lookup_sort}'::text[]) then
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
    select jsonb_build_object('hid', staff_hid, 'name', staff_name, 'login', staff_login, 'role',
      lookup_value(staff_role), 'active', staff_active,
      'packets', (select count(*) from packet where packet_recipient = staff_id
        and packet_kind in ('work', 'edit') and packet_status = 'open'
        and packet_expires > now()))
    from staff where staff_hid = p_hid);
end $$;
comment on function change_staff(text, text, boolean) is
  'The row of a staff member: role and whether they work here, null where it stays. For staff_role_set, staff_off and staff_on';

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

create or replace function insert_colleague(p_row jsonb) returns jsonb
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  -- as add_staff() says
  login name := current_database() || '_staff_' || (p_row ->> 'hid');
  made bigint;
begin
  if not is_admin() then
    raise exception 'colleagues are for an administrator to add' using errcode = '42501', constraint = 'staff_admin';
  elsif exists (select from staff where staff_hid = p_row ->> 'hid') then
    return jsonb_build_object('problem', 'staff/exists', 'hid', p_row ->> 'hid');
  elsif length(current_database() || '_staff_' || (p_row ->> 'hid')) > 63 then
    raise exception 'the role name would be longer than 63 characters' using errcode = '22001';
  end if;
  insert into staff (staff_hid, staff_name, staff_login, staff_role, staff_email, staff_language, staff_protection)
  values (p_row ->> 'hid', p_row ->> 'name', login, lookup_find('staff-role', p_row ->> 'role'), p_row ->> 'email', p_row ->> 'language',
    case when p_row ->> 'protection' = 'plain' then 'plain' end)
  returning staff_id into made;
  return jsonb_build_object('staff', made, 'hid', p_row ->> 'hid', 'login', login, 'role', p_row ->> 'role');
end $$;
comment on function insert_colleague(jsonb) is 'The row of a new staff member. For add_colleague';
