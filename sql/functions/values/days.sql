-- Days and times: which a table takes, by the calendar of the installation. As in money.sql, of new and changed values alone.

create or replace function day_fault(p_day date, p_years integer) returns text
language plpgsql stable set search_path = public, pg_temp
as $$
begin
  if p_day is null or p_day between date '1900-01-01' and (own_today() + make_interval(years => p_years))::date then
    return null;
  end if;
  return format('%s is before 1900, or more than %s years ahead', p_day, p_years);
end $$;
comment on function day_fault(date, integer) is
  'Why a day is a slip of the pen: before 1900, or more than so many years ahead: a sentence; null where it is none';

create or replace function done_fault(p_day date) returns text
language plpgsql stable set search_path = public, pg_temp
as $$
begin
  -- the day after, since somebody else's day begins earlier
  return case when p_day > own_today() + 1 then format('%s is still to come: nothing was done on it', p_day) end;
end $$;
comment on function done_fault(date) is 'Why something was not done, or closed, on a day: a sentence; null where it can have been';

create or replace function activity_faults(p activity) returns table (fields name[], rule name, fault text)
language plpgsql stable set search_path = public, pg_temp
as $$
begin
  return query
    select v.* from (values
      ('{activity_due}'::name[], 'activity_due_range'::name, day_fault(p.activity_due, 20)),
      ('{activity_start}', 'activity_start_range', day_fault((p.activity_start at time zone 'UTC')::date, 20)),
      ('{activity_remind}', 'activity_remind_range', day_fault((p.activity_remind at time zone 'UTC')::date, 20)),
      ('{activity_done}', 'activity_done_past', done_fault((p.activity_done at time zone 'UTC')::date)),
      ('{activity_start,activity_status}', 'activity_start_past', case when p.activity_status = 'done'
        then done_fault((p.activity_start at time zone 'UTC')::date) end),
      ('{activity_staff,activity_kind,activity_status}', 'activity_task_staff', case when is_open_task(p) and p.activity_staff is null
        then 'a task has somebody who does it' end),
      ('{activity_due,activity_kind,activity_status}', 'activity_task_due', case when is_open_task(p) and p.activity_due is null
        then 'a task has a day on which it is due' end)) v (fields, rule, fault)
    where v.fault is not null;
end $$;
comment on function activity_faults(activity) is 'What is wrong with the days of an activity, or missing of a task, and in which columns';

create or replace function is_open_task(p activity) returns boolean
language plpgsql stable set search_path = public, pg_temp
as $$
begin
  return p.activity_status in ('open', 'active') and lookup_value(p.activity_kind) = 'task';
end $$;
comment on function is_open_task(activity) is 'Whether an activity is a task that is to be done';

create or replace function ticket_faults(p ticket) returns table (fields name[], rule name, fault text)
language plpgsql stable set search_path = public, pg_temp
as $$
begin
  return query
    select '{ticket_closed}'::name[], 'ticket_closed_past'::name, f
    from done_fault((p.ticket_closed at time zone 'UTC')::date) f where f is not null;
end $$;
comment on function ticket_faults(ticket) is 'What is wrong with the day on which a ticket was closed';
