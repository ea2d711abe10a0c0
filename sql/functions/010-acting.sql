-- Who acts. Inside a definer function current_user is the owner, so everything that records or judges a person asks here.
-- Written with RETURN where every row asks: its names are resolved once, here, whatever the caller's search path is, and the planner
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

create or replace function my_path() returns text
language sql stable security definer set search_path = public, pg_temp
as $$ select entity_path from entity where entity_id = my_staff() $$;
comment on function my_path() is 'Structure path of the acting staff member; what stands under it is theirs';

create or replace function my_people() returns bigint[]
language plpgsql stable security definer set search_path = public, pg_temp
as $$
declare
  mine bigint := my_staff();
  below text := my_path() || '_%';
begin
  if mine is null or not pg_has_role(acting_role(), 'satchel_manager', 'member') then
    return array_remove(array[mine], null);
  end if;
  -- by place, however deep; colleagues who have left too, since what they own is still to be looked after. Staff are few: each by
  -- its key, where a join could read all records
  return mine || array(select staff_id from staff where (select entity_path from entity where entity_id = staff_id) like below);
end $$;
comment on function my_people() is 'Staff for whose records the acting one may act: themselves, and of a manager all who stand under them; policies ask once per query';

create or replace function entity_seen(p_entity bigint) returns boolean
language plpgsql volatile security invoker set search_path = public, pg_temp
as $$
begin
  -- VOLATILE on purpose: a WITH CHECK must see the entity row that its own BEFORE INSERT trigger has just made.
  return exists (select from entity where entity_id = p_entity);
end $$;
comment on function entity_seen(bigint) is 'Whether the acting role sees this record, also one made by the statement under way';

create or replace function first_made() returns bigint
language sql stable
-- Where a policy asks the dear way. A login that sets it to something else sees no more, and makes its own statements slower, or fail.
-- Never null, since "null and f()" calls f.
return coalesce(nullif(current_setting('satchel.first_made', true), '')::bigint, 9223372036854775807);
comment on function first_made() is 'The first record that this transaction made by a plain insert into the table of its type; the largest number before that';

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
    or exists (select from staff join lookup on lookup_id = staff_role where staff_login = acting_role() and staff_active and lookup_value = 'admin')
    or my_staff() is not null and pg_has_role(session_user, 'satchel_owner', 'member')
      and not exists (select from staff join lookup on lookup_id = staff_role where staff_active and lookup_value = 'admin');
end $$;
comment on function is_admin() is 'Whether the acting role says what colleagues may do';

create or replace function acting_subject() returns bigint
language sql stable security definer set search_path = public, pg_temp
as $$
  select acting_subject from acting join work on work_id = acting_id
  where work_tx = pg_current_xact_id_if_assigned()::text::bigint and work_begun = transaction_timestamp()
$$;
comment on function acting_subject() is 'The person on whose own record this transaction works; only definer functions name them';

create or replace function must_be_login(p_login name) returns void
language plpgsql stable set search_path = public, pg_temp
as $$
begin
  if session_user <> p_login then
    raise exception 'only % may do this', p_login using errcode = '42501';
  end if;
end $$;
comment on function must_be_login(name) is 'Refuses (42501) unless the session was opened by this login';

create or replace function current_work() returns bigint
language plpgsql volatile set search_path = public, pg_temp
as $$
declare
  tx bigint := pg_current_xact_id()::text::bigint;
  -- a row that a backup brought along is of another server: it began at another moment
  mine bigint := (select work_id from work where work_tx = tx and work_begun = transaction_timestamp());
begin
  if mine is null then
    insert into work (work_id, work_epoch, work_tx, work_begun)
    values (nextval('work_number'), coalesce((select max(instance_epoch) from instance), 0), tx, transaction_timestamp())
    on conflict (work_tx) do update set work_id = excluded.work_id, work_epoch = excluded.work_epoch, work_begun = excluded.work_begun
    returning work_id into mine;
  end if;
  return mine;
end $$;
comment on function current_work() is 'Number of the work that this transaction does, drawn once; for definer functions: the table is closed to every login';
