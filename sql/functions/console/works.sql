-- Long work of the console: begun once for a key, told of while it goes on, and its result kept until it is seen. A connection sees when
-- others of its own login were opened, and nobody else may: so the login itself asks, and hands on what it sees.

create or replace function console_connections() returns jsonb
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
begin
  return (select coalesce(jsonb_agg(jsonb_build_object('pid', pid, 'since', backend_start)), '[]') from pg_stat_activity
    where usename = session_user and datname = current_database());
end $$;
comment on function console_connections() is 'The connections of the login that are open';

create or replace function work_goes_on(p_work console_work, p_connections jsonb) returns boolean
language sql immutable
return p_work.console_work_ended is null and exists (
  select from jsonb_to_recordset(p_connections) as c (pid integer, since timestamptz)
  where c.pid = p_work.console_work_pid and c.since = p_work.console_work_connected);
comment on function work_goes_on(console_work, jsonb) is
  'Whether work goes on: it has not ended, and the connection that does it is among these';

create or replace function begin_console_work(p_staff bigint, p_kind text, p_about text, p_key text, p_again boolean, p_most integer,
  p_connections jsonb) returns table (work bigint, fresh boolean)
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
declare
  found_work bigint;
begin
  perform must_be_login('satchel_console');
  -- two presses of one person come one after the other
  perform from staff where staff_id = p_staff and staff_active for no key update;
  delete from console_work where p_again and console_work_staff = p_staff and console_work_key = p_key
    and not work_goes_on(console_work, p_connections);
  found_work := (select console_work_id from console_work where console_work_staff = p_staff and console_work_key = p_key);
  if found_work is not null then
    return query select found_work, false;
    return;
  end if;
  delete from console_work where console_work_begun < now() - interval '30 days' and not work_goes_on(console_work, p_connections);
  update console_work set console_work_answer = null
  where console_work_answer is not null and console_work_seen < now() - interval '1 day';
  if (select count(*) from console_work where console_work_staff = p_staff and work_goes_on(console_work, p_connections)) >= p_most then
    return query select null::bigint, false;
    return;
  end if;
  return query insert into console_work (console_work_staff, console_work_kind, console_work_about, console_work_key, console_work_pid,
      console_work_connected)
    select staff_id, p_kind, left(p_about, 300), p_key, pg_backend_pid(), (select (c.value ->> 'since')::timestamptz
      from jsonb_array_elements(p_connections) c where (c.value ->> 'pid')::integer = pg_backend_pid())
    from staff where staff_id = p_staff and staff_active
    returning console_work_id, true;
end $$;
comment on function begin_console_work(bigint, text, text, text, boolean, integer, jsonb) is
  'The rest of console_work_begin, with the connections that are open';

create or replace function list_console_work(p_staff bigint, p_work bigint, p_connections jsonb)
returns table (work bigint, kind text, about text, state text, count bigint, total bigint, begun timestamptz, ended timestamptz,
  stop boolean, answer jsonb)
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_console');
  return query
    select console_work_id, console_work_kind, console_work_about,
      coalesce(console_work_outcome, case when work_goes_on(w, p_connections) then 'running' else 'broken' end),
      console_work_count, console_work_all, console_work_begun, console_work_ended, console_work_stop is not null,
      case when p_work is not null then console_work_answer end
    from console_work w
    where console_work_staff = p_staff and case when p_work is null then console_work_seen is null else console_work_id = p_work end
    order by console_work_id desc limit 20;
end $$;
comment on function list_console_work(bigint, bigint, jsonb) is 'The rest of console_works, with the connections that are open';
