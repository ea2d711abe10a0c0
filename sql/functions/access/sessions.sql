-- In whose name, for which login and in which piece of work this session acts.

create or replace function acting_subject() returns bigint
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  -- its plan is kept: row security asks in each statement
  return (select acting_subject from acting join work on work_id = acting_work
    where work_tx = pg_current_xact_id_if_assigned()::text::bigint and work_begun = transaction_timestamp() and acting_subject is not null);
end $$;
comment on function acting_subject() is 'The person on whose own record this transaction works; only definer functions name them';

create or replace function answers_own_form(p_entity bigint) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  -- its plan is kept: an import asks for each contact point
  return exists (select from work join acting on acting_work = work_id and acting_entity = p_entity
    where work_tx = pg_current_xact_id_if_assigned()::text::bigint and work_begun = transaction_timestamp() and acting_own);
end $$;
comment on function answers_own_form(bigint) is 'Whether what this transaction writes to a record is said by the person whose it is';

create or replace function by_command(p_entity bigint) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  -- a reply that came with no item and no file
  return exists (select from work join acting on acting_work = work_id and acting_entity = p_entity join reply on reply_id = acting_reply
    where work_tx = pg_current_xact_id_if_assigned()::text::bigint and work_begun = transaction_timestamp()
      and reply_item is null and reply_load is null);
end $$;
comment on function by_command(bigint) is 'Whether what this transaction writes to a record was typed by a member of staff';

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
comment on function current_work() is
  'Number of the work that this transaction does, drawn once; for definer functions: the table is closed to every login';
