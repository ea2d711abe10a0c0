-- @name processes/next
-- @about What is next: open tasks, and what stages ask for, by the day that it is due.
-- @use people
-- @param limit integer=100 How many
-- @returns many
-- @column entity bigint not-null Entity
-- @column hid text null Human id
-- @column name text not-null Name
-- @column what text null What
-- @column form text null Form
-- @column due date null Due
-- @column owner text null Owner
select e.entity_id as entity, record_hid(e.entity_id) as hid, e.entity_name as name, next.what, next.form, next.due, o.entity_name as owner
from (
  select activity_entity as entity, coalesce(activity_subject, activity_body, lookup_value(activity_kind)) as what, null as form, activity_due as due
  from activity where activity_status in ('open', 'active')
  union all
  select activity_entity, activity_next, null, activity_due from activity where activity_status = 'done' and activity_next is not null
    and activity_due >= now()::date
  union all
  select development_tracking_entity, coalesce(development_stage_task, development_stage_name), development_stage_form,
    (development_tracking_entered + make_interval(days => coalesce(development_stage_wait, development_stage_days, 0)))::date
  from development_tracking join development_stage on development_stage_id = development_tracking_stage
  where development_tracking_finished is null and coalesce(development_stage_task, development_stage_form) is not null
    -- nothing was done since the stage was entered
    and not exists (select from activity where activity_entity = development_tracking_entity and activity_status = 'done'
      and coalesce(activity_start, activity_created) > development_tracking_entered)) next
join entity e on e.entity_id = next.entity
left join entity o on o.entity_id = e.entity_owner
where e.entity_deleted is null
order by next.due nulls last, e.entity_name, e.entity_id limit $1::integer
