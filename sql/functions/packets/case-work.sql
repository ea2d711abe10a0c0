-- The case of a packet: where the record stands, what was done, and what is to be done. In plpgsql, which keeps its plans.

create or replace function case_processes(p_entity bigint, p_zone text) returns jsonb
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
begin
  return (
    select jsonb_agg(jsonb_build_object('name', development_process_name, 'stages', (
      select jsonb_agg(stage order by part, place, id) from (
        -- this round alone: another one is another story
        select 0 as part, extract(epoch from t.development_tracking_entered) as place, t.development_tracking_id as id,
          jsonb_build_object('name', s.development_stage_name, 'state', 'done', 'entered', day_in(t.development_tracking_entered, p_zone),
            'days', day_in(t.development_tracking_finished, p_zone) - day_in(t.development_tracking_entered, p_zone),
            'planned', s.development_stage_days) as stage
        from development_tracking t join development_stage s on s.development_stage_id = t.development_tracking_stage
        where t.development_tracking_entity = p_entity and t.development_tracking_process = development_process_id
          and t.development_tracking_round = here.development_tracking_round and t.development_tracking_finished is not null
        union all
        select 1, 0, 0, jsonb_build_object('name', own.development_stage_name, 'state', 'now',
          'entered', day_in(here.development_tracking_entered, p_zone),
          -- an ending lasts
          'days', case when own.development_stage_outcome is null
            then greatest(0, day_in(now(), p_zone) - day_in(here.development_tracking_entered, p_zone)) end,
          'planned', own.development_stage_days)
        union all
        -- what comes if all goes well
        select 2, s.development_stage_sort, s.development_stage_id,
          jsonb_build_object('name', s.development_stage_name, 'state', 'next', 'planned', s.development_stage_days)
        from development_stage s
        where s.development_stage_process = development_process_id and own.development_stage_outcome is null
          and s.development_stage_sort > own.development_stage_sort
          and coalesce(s.development_stage_outcome, '') not in ('lost', 'stopped')) stages)) order by development_process_hid)
    from development_tracking here
    join development_stage own on own.development_stage_id = here.development_tracking_stage
    join development_process on development_process_id = here.development_tracking_process
    where here.development_tracking_entity = p_entity and here.development_tracking_finished is null);
end $$;
comment on function case_processes(bigint, text) is
  'Each process that a record is in: earlier stages of this round, the one it is in, and the next ones';

create or replace function case_contacts(p_entity bigint, p_zone text) returns jsonb
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
begin
  return (
    select jsonb_agg(jsonb_build_object('date', day_in(at, p_zone), 'kind', lookup_value(activity_kind),
      'outcome', lookup_value(activity_outcome), 'by', contact_by(activity_staff, activity_creator), 'text', nullif(said, ''))
      order by at desc, activity_id desc)
    from (
      select *, coalesce(activity_start, activity_created) as at,
        left(concat_ws(': ', activity_subject, activity_body), 2000) as said
      from activity
      where activity_entity = p_entity and activity_status <> 'cancelled'
        and coalesce(activity_start, activity_created) <= now() and not is_planned(activity)
        and (activity_outcome is not null or concat_ws(': ', activity_subject, activity_body) <> '')
      order by at desc, activity_id desc limit 10) recent);
end $$;
comment on function case_contacts(bigint, text) is 'The last contacts with a record, the newest first';

create or replace function is_planned(p_activity activity) returns boolean
language sql stable security invoker set search_path = public, pg_temp
as $$
  -- a note is open as long as nobody closes it, and nothing to do
  select p_activity.activity_status in ('open', 'active') and case lookup_value(p_activity.activity_kind)
    when 'note' then false when 'task' then true
    else p_activity.activity_start > now() or p_activity.activity_due is not null and p_activity.activity_next is null end
$$;
comment on function is_planned(activity) is
  'Whether an activity is still to be done: an open task, or a contact that has a day and did not happen';

create or replace function case_promises(p_entity bigint, p_zone text) returns jsonb
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
begin
  return (
    select jsonb_agg(jsonb_build_object('text', promised, 'due', due, 'made', made) order by due, made desc)
    from (
      -- A next step: until its day, and after that until somebody spoke with them. A call that did not reach them keeps no promise.
      select left(activity_next, 500) as promised, activity_due as due, day_in(coalesce(activity_start, activity_created), p_zone) as made
      from activity a
      where activity_entity = p_entity and activity_next is not null and activity_status <> 'cancelled'
        and (activity_due >= day_in(now(), p_zone) or not exists (
          select from activity later
          where later.activity_entity = p_entity and has_reached(later)
            and (coalesce(later.activity_start, later.activity_created), later.activity_id)
              > (coalesce(a.activity_start, a.activity_created), a.activity_id)))
      union all
      -- and a contact with a day that is to come
      select left(coalesce(nullif(concat_ws(': ', activity_subject, activity_body), ''), lookup_value(activity_kind)), 500),
        coalesce(activity_due, day_in(activity_start, p_zone)), null
      from activity where activity_entity = p_entity and lookup_value(activity_kind) <> 'task' and is_planned(activity)
      order by due, made desc limit 10) open);
end $$;
comment on function case_promises(bigint, text) is 'Next steps with a record that were promised and are not done';

create or replace function case_tasks(p_entity bigint, p_zone text) returns jsonb
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
begin
  return (
    select jsonb_agg(jsonb_build_object('text', task, 'due', due) order by due)
    from (
      select left(coalesce(nullif(concat_ws(': ', activity_subject, activity_body), ''), lookup_value(activity_kind)), 500) as task,
        coalesce(activity_due, day_in(activity_start, p_zone)) as due
      from activity where activity_entity = p_entity and lookup_value(activity_kind) = 'task' and is_planned(activity)
        and coalesce(activity_staff, my_staff()) = my_staff()
      union all
      select * from case_stage_tasks(p_entity, p_zone)
      order by due limit 20) open);
end $$;
comment on function case_tasks(bigint, text) is
  'What the acting staff member is to do with a record: their open tasks, and those of its stages';

create or replace function case_stage_tasks(p_entity bigint, p_zone text) returns table (task text, due date)
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
begin
  return query
    select development_stage_task,
      day_in(development_tracking_entered, p_zone) + coalesce(development_stage_wait, development_stage_days, 0)
    from development_tracking join development_stage on development_stage_id = development_tracking_stage
    where development_tracking_entity = p_entity and development_tracking_finished is null and development_stage_task is not null
      -- it was not done since the stage was entered
      and not exists (select from activity done where done.activity_entity = p_entity
        and contact_since(done.activity_start, done.activity_created, development_tracking_entered, p_zone)
        and does_task(done, development_stage_kind));
end $$;
comment on function case_stage_tasks(bigint, text) is 'The tasks of the stages that a record is in, with the days on which they are due';
