-- @name activities/due
-- @call dueWork
-- @about What is due by a day: tasks, planned contacts, next steps, tasks of stages, stays that are too long, deals by their days.
-- @use people
-- @param staff text= Short name of a colleague; empty: of everybody, and of nobody
-- @param days integer=0 Days ahead
-- @param limit integer=100 How many
-- @returns many
-- @column entity bigint not-null Entity
-- @column hid text null Human id
-- @column name text not-null Name
-- @column kind text null task, contact, next-step, stage, stuck, deal-expected or deal-valid
-- @column what text null What is to be done
-- @column form text null Form
-- @column due text checked Due, as year-month-day
-- @column late integer checked Days since then; below 0: days until then
-- @column staff text null Whose it is
-- @column activity bigint null Number of the activity that is due
-- @column total bigint checked How many there are in all
-- @column late_total bigint checked How many of them were due before today
select entity_id as entity, record_hid(entity_id) as hid, entity_name as name, kind, what, form, due::text,
  (select own_today()) - due as late,
  (select staff_hid from staff where staff_id = whose) as staff, activity, total, late_total
from (
  select entity_id, entity_name, due_kind as kind, left(due_what, 200) as what, due_form as form, due_day as due, due_staff as whose,
    due_activity as activity, count(*) over () as total, count(*) filter (where due_day < (select own_today())) over () as late_total
  from due_rep join entity on entity_id = due_entity
  where entity_deleted is null and due_day <= (select own_today()) + $2::integer
    -- as a range: of "=" with a value that is not known before, the planner expects an average colleague's share of all records
    and ($1::text = '' or due_staff between (select staff_id from staff where staff_hid = lower($1::text))
      and (select staff_id from staff where staff_hid = lower($1::text)))
  order by due_day, entity_name, entity_id, due_kind, due_activity limit $3::integer) first
order by first.due, name, entity, kind
