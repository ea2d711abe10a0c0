-- @name processes/next
-- @about The next work: open tasks, dated next steps, and the next steps of stages, by due day.
-- @use people
-- @param limit integer=100 How many
-- @returns many
-- @column entity bigint not-null Entity
-- @column hid text null Human id
-- @column name text not-null Name
-- @column what text null Subject
-- @column form text null Form
-- @column due date null Due
-- @column owner text null Owner
select e.entity_id as entity, record_hid(e.entity_id) as hid, e.entity_name as name, next.what, next.form, next.due, o.entity_name as owner
from (
  -- a note is open as long as nobody closes it, and nothing to do: a task is, and what has a day on which it is to be done
  select activity_entity as entity, coalesce(activity_subject, activity_body, lookup_value(activity_kind)) as what, null as form,
    coalesce(activity_due, activity_start::date) as due
  from activity where activity_status in ('open', 'active') and (lookup_value(activity_kind) = 'task'
    or lookup_value(activity_kind) <> 'note' and (activity_due is not null and activity_next is null or activity_start > now()))
  union all
  -- a next step: until its day, and after that until somebody reached them
  select a.activity_entity, a.activity_next, null, a.activity_due from activity a
  where a.activity_next is not null and a.activity_due is not null and a.activity_status <> 'cancelled'
    and (a.activity_due >= now()::date or not exists (select from activity later where later.activity_entity = a.activity_entity
      and later.activity_id <> a.activity_id
      and coalesce(later.activity_start, later.activity_created) > coalesce(a.activity_start, a.activity_created)
      and has_reached(later)))
  union all
  select development_tracking_entity, coalesce(development_stage_task, development_stage_name), development_stage_form,
    (development_tracking_entered + make_interval(days => coalesce(development_stage_wait, development_stage_days, 0)))::date
  from development_tracking join development_stage on development_stage_id = development_tracking_stage
  where development_tracking_finished is null and coalesce(development_stage_task, development_stage_form) is not null
    -- it was not done since the stage was entered
    and not exists (select from activity done where done.activity_entity = development_tracking_entity
      and coalesce(done.activity_start, done.activity_created) > development_tracking_entered
      and does_task(done, development_stage_kind))) next
join entity e on e.entity_id = next.entity
left join entity o on o.entity_id = e.entity_owner
where e.entity_deleted is null
order by next.due nulls last, e.entity_name, e.entity_id limit $1::integer
