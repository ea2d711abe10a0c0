-- The acting role, for queries. Inside a definer function current_user is the owner, so everything that records or judges a person asks
-- here. Written with RETURN where every row asks: its names are resolved once, here, whatever the caller's search path is, and the planner
-- puts it into the query that calls it.

create or replace function acting_role() returns name
language sql stable
return coalesce(nullif(current_setting('role'), 'none'), session_user)::name;
comment on function acting_role() is 'The role on whose behalf the session writes: SET ROLE, else the login';

create or replace function my_staff() returns bigint
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  return (select staff_id from staff where staff_login = acting_role() and staff_active);
end $$;
comment on function my_staff() is 'The active staff row of the acting role in this database; null for anybody else';

create or replace function is_office() returns boolean
language sql stable
return my_staff() is not null
  and (pg_has_role(acting_role(), 'satchel_office', 'member') or pg_has_role(acting_role(), 'satchel_admin', 'member'));
comment on function is_office() is 'Whether the acting role may settle what is held';

create or replace function is_admin() returns boolean
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  -- by the staff row, which a lock on staff protects; the owner's login stands above, and who acts through it has no administrator
  -- to ask as long as there is none
  return pg_has_role(acting_role(), 'satchel_owner', 'member')
    or exists (select from staff join lookup on lookup_id = staff_role where staff_login = acting_role()
      and staff_active and lookup_value = 'admin')
    or my_staff() is not null and pg_has_role(session_user, 'satchel_owner', 'member')
      and not exists (select from staff join lookup on lookup_id = staff_role where staff_active and lookup_value = 'admin');
end $$;
comment on function is_admin() is 'Whether the acting role says what colleagues may do';

create or replace function people_below() returns table (hid text, name text)
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  return query select staff_hid, staff_name from staff where staff_id = any (my_people()) and staff_active order by staff_name, staff_id;
end $$;
comment on function people_below() is $$Colleagues to whom the acting one may send records: themselves, and of a manager those under them
@query staff/below @call peopleBelow @column hid checked @column name checked$$;
