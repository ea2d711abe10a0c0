-- Backup and restore. What is called here runs as the owner's login, or as the program's own where it says so.

create or replace function restore_open() returns boolean
language sql stable security definer set search_path = public, pg_temp
as $$ select exists (select from restore_run where restore_run_reread is null) $$;
comment on function restore_open() is 'Whether this database was restored and has not yet read again what came since its backup';

create or replace function newest_backup() returns timestamptz
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_import');
  return (select max(backup_run_at) from backup_run);
end $$;
comment on function newest_backup() is 'When the snapshot of the newest finished backup was taken; null before the first';

create or replace function make_staff_role(p_login name, p_role text) returns void
language plpgsql security invoker set search_path = public, pg_temp
as $$
declare
  earlier name;
begin
  if p_role is null or p_role not in ('admin', 'office', 'manager', 'sales', 'support', 'marketing', 'analyst', 'auditor') then
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
  execute format('grant %I to satchel_import, satchel_dispatch', p_login)
    || case when current_setting('server_version_num')::integer >= 160000 then ' with inherit false, set true' else '' end;
  execute format('grant %I to %I', p_login, session_user);
  execute format('grant connect on database %I to %I', current_database(), p_login);
end $$;
comment on function make_staff_role(name, text) is 'The PostgreSQL role of a staff member, made where it is missing, with exactly one group';

create or replace function remake_staff_roles() returns integer
language plpgsql security invoker set search_path = public, pg_temp
as $$
declare
  member record;
  made integer := 0;
begin
  -- roles are named after the database: restored under another name, its staff have other logins
  for member in
    select staff_id, staff_login as earlier, current_database() || '_staff_' || staff_hid as login, lookup_value as role, staff_active as active
    from staff join lookup on lookup_id = staff_role
  loop
    if member.earlier <> member.login then
      update packet set packet_role = member.login where packet_role = member.earlier;
      update query set query_owner = member.login where query_owner = member.earlier;
      update activity set activity_creator = member.login where activity_creator = member.earlier;
      update staff set staff_login = member.login where staff_id = member.staff_id;
    end if;
    if member.active then
      perform make_staff_role(member.login, member.role);
      made := made + 1;
    else
      -- one left over on this server lets nobody in who had left
      perform keep_staff_login(member.login, member.role, false);
    end if;
  end loop;
  return made;
end $$;
comment on function remake_staff_roles() is 'Makes the roles of all staff of a restored database; returns how many are active';

create or replace function open_restore(p_kind text, p_backup timestamptz, p_epoch bigint) returns bigint
language plpgsql security invoker set search_path = public, pg_temp
as $$
declare
  epoch bigint;
begin
  -- one that was open stays open: what it waits for, this one waits for, too
  update instance set instance_epoch = greatest(instance_epoch + 1, p_epoch) returning instance_epoch into epoch;
  insert into restore_run (restore_run_at, restore_run_kind, restore_run_backup, restore_run_epoch)
  values (clock_timestamp(), p_kind, p_backup, epoch)
  on conflict ((true)) where restore_run_reread is null do update set restore_run_at = excluded.restore_run_at, restore_run_epoch = excluded.restore_run_epoch;
  -- nobody acts in here yet, and what was noted of transactions is another server's
  delete from acting;
  delete from work;
  perform setval('work_number', greatest((select last_value from work_number), (select max(audit_tx) from audit),
    (select max(record_merge_tx) from record_merge), (select max(load_run_tx) from load_run)));
  perform seal_audit();
  -- somebody may have got them, and somebody may have left since: a person decides
  update letter set letter_status = 'parked' where letter_status = 'queued';
  return epoch;
end $$;
comment on function open_restore(text, timestamptz, bigint) is 'Begins a new epoch: letters that waited are parked, and none leaves until all was read again';

create or replace function close_restore() returns boolean
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_import');
  update restore_run set restore_run_reread = clock_timestamp() where restore_run_reread is null;
  return found;
end $$;
comment on function close_restore() is 'Ends the waiting after a restore: everything was read again';

create or replace function release_restore() returns boolean
language plpgsql security invoker set search_path = public, pg_temp
as $$
begin
  update restore_run set restore_run_reread = clock_timestamp(), restore_run_released = true where restore_run_reread is null;
  return found;
end $$;
comment on function release_restore() is 'Ends the waiting after a restore because a person says so; for the owner''s login';

create or replace function release_letters() returns integer
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  released integer;
begin
  if not is_office() then
    raise exception 'only the office releases letters' using errcode = '42501';
  end if;
  update letter set letter_status = 'queued', letter_attempts = 0, letter_next = null where letter_status = 'parked' and letter_bytes is not null;
  get diagnostics released = row_count;
  return released;
end $$;
comment on function release_letters() is 'Queues the letters that a restore had parked; returns how many';
