-- Backup and restore, the import's lock, people's own queries. What is called here runs as the owner's login, or as the program's own where
-- it says so.

create or replace function claim_import_lock() returns boolean
language plpgsql volatile security invoker set search_path = public, pg_temp
as $$
declare
  holder latch := import_holder();
begin
  -- With the rights of the login, which sees when sessions of its own began: a later session may have the same number. What was read
  -- of them before the latch was taken may be old.
  perform pg_stat_clear_snapshot();
  if exists (select from pg_stat_activity
    where pid = holder.latch_pid and backend_start = holder.latch_begun and pid <> pg_backend_pid()) then
    return false;
  end if;
  perform hold_import((select backend_start from pg_stat_activity where pid = pg_backend_pid()));
  return true;
end $$;
comment on function claim_import_lock() is $$Makes this session the one that imports, until it ends; false while another one imports
@query session/lock-import @call lockImport @column got$$;

create or replace function prepare_queries() returns integer
language plpgsql security invoker set search_path = public, pg_temp
as $$
declare
  stored query;
  prepared integer := 0;
begin
  for stored in
    select * from query
    -- one's own run through run_own: a text may be more than one statement, and the rest would run right here
    where query_use = 'people' and query_shipped
      and query_hid not in (select name from pg_prepared_statements)
    order by query_hid
  loop
    execute format('prepare %I as %s', stored.query_hid, stored.query_sql);
    prepared := prepared + 1;
  end loop;
  return prepared;
end $$;
comment on function prepare_queries() is
  'Makes the shipped queries callable by name in this session: execute "people/by-phone"(''0700 000 001'')';

create or replace function run_own(p_query text, p_values text[]) returns setof jsonb
language plpgsql volatile security invoker set search_path = public, pg_temp
as $$
declare
  own text;
  rows_of refcursor;
  one record;
  wait integer := (select setting from pg_settings where name = 'statement_timeout')::integer;
begin
  -- A text that somebody has stored could take another role where the session has more than one, so it runs for a login of its owner
  -- only; it changes nothing, ends in time, and gives no more rows than a person reads.
  if session_user <> current_user then
    raise exception 'one''s own queries run under one''s own login' using errcode = '42501';
  elsif current_setting('transaction_read_only') <> 'on' or wait not between 1 and 30000 then
    raise exception 'first: begin read only; set local statement_timeout = ''30s''' using errcode = '25000';
  end if;
  select query_sql into own from query where query_hid = p_query and query_owner = session_user and not query_shipped;
  if own is null then
    raise exception 'you have no query of that name' using errcode = '22023';
  end if;
  -- a cursor takes one statement that gives rows, and no text of it can leave its place: the limit stands outside
  open rows_of for execute own using p_values;
  for fetched in 1..10000 loop
    fetch rows_of into one;
    exit when not found;
    return next to_jsonb(one);
  end loop;
  close rows_of;
end $$;
comment on function run_own(text, text[]) is $$Rows of a colleague's own query, read-only, for at most 30 seconds and 10,000 rows; its parameters are $1[1], $1[2] 
@query queries/run-own @call runOwnQuery @param values @shape (string | null)[] @column row checked @shape Record<string, unknown>$$;

create or replace function restore_open() returns boolean
language sql stable security definer set search_path = public, pg_temp
as $$ select exists (select from restore_run where restore_run_reread is null) $$;
comment on function restore_open() is $$Whether this database was restored and has not yet read again all items since its backup
@query restore/open @call restoreOpen @column open$$;

create or replace function newest_backup() returns timestamptz
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_import');
  return (select max(backup_run_at) from backup_run);
end $$;
comment on function newest_backup() is 'When the snapshot of the newest finished backup was taken; null before the first';

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
  on conflict ((true)) where restore_run_reread is null do update set restore_run_at = excluded.restore_run_at,
  restore_run_epoch = excluded.restore_run_epoch;
  -- nobody acts in here yet, and what was noted of transactions is another server's
  delete from acting;
  delete from stated_write;
  delete from work;
  perform setval('work_number', greatest((select last_value from work_number), (select max(audit_tx) from audit),
    (select max(record_merge_tx) from record_merge), (select max(load_run_tx) from load_run)));
  perform seal_audit();
  -- somebody may have got them, and somebody may have left since: a person decides
  update letter set letter_status = 'parked' where letter_status = 'queued';
  -- what was chosen, and every phrase and key, is of an earlier day: it counts again once a person has said so
  update staff set staff_protection_restored = staff_protection, staff_protection = null where staff_protection is not null;
  return epoch;
end $$;
comment on function open_restore(text, timestamptz, bigint) is $$Begins a new epoch: parks waiting letters, and lets none leave until everything was read again
@query restore/begin @call beginRestore @param kind restore or adopt @shape 'restore' | 'adopt' @param backup null Time of the backup
@param epoch Seconds since 1970 @column epoch$$;

create or replace function remake_staff_roles() returns integer
language plpgsql security invoker set search_path = public, pg_temp
as $$
declare
  member record;
  made integer := 0;
begin
  -- roles are named after the database: restored under another name, its staff have other logins
  for member in
    select staff_id, staff_login as earlier, current_database() || '_staff_' || staff_hid as login,
      lookup_value as role, staff_active as active
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
comment on function remake_staff_roles() is $$Makes the roles of all staff in a restored database; returns the number of active ones
@query restore/roles @call remakeRoles @column made$$;

create or replace function close_restore() returns boolean
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_import');
  update restore_run set restore_run_reread = clock_timestamp() where restore_run_reread is null;
  return found;
end $$;
comment on function close_restore() is $$Ends the waiting after a restore, once everything was read again
@query restore/close @call closeRestore @column closed$$;

create or replace function release_restore() returns boolean
language plpgsql security invoker set search_path = public, pg_temp
as $$
begin
  update restore_run set restore_run_reread = clock_timestamp(), restore_run_released = true where restore_run_reread is null;
  return found;
end $$;
comment on function release_restore() is $$Ends the waiting after a restore at a person's request; for the owner's login
@query restore/release @call releaseRestore @column closed$$;
