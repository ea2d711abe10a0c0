-- @name activities/calendar
-- @call dueCalendar
-- @about What is due on each day between two days: the first things of a day, and how many there are.
-- @use people
-- @param staff text= Short name of a colleague; empty: of everybody, and of nobody
-- @param from text= First day, as year-month-day; empty: today
-- @param until text= Last day; empty: today
-- @param limit integer=4 How many of a day
-- @returns many
-- @column entity bigint not-null Entity
-- @column hid text null Human id
-- @column name text not-null Name
-- @column kind text null task, contact, next-step, stage, stuck, deal-expected or deal-valid
-- @column what text null What is to be done
-- @column due text checked Due, as year-month-day
-- @column staff text null Whose it is
-- @column activity bigint null Number of the activity that is due
-- @column total bigint checked How many are due on this day
select entity_id as entity, record_hid(entity_id) as hid, entity_name as name, kind, what, due::text,
  (select staff_hid from staff where staff_id = whose) as staff, activity, total
from (
  select entity_id, entity_name, due_kind as kind, left(due_what, 200) as what, due_day as due, due_staff as whose,
    due_activity as activity,
    count(*) over (partition by due_day) as total,
    row_number() over (partition by due_day order by entity_name, entity_id, due_kind, due_activity) as place
  from due_rep join entity on entity_id = due_entity
  where entity_deleted is null and due_day between coalesce(nullif($2::text, '')::date, (select own_today()))
      and coalesce(nullif($3::text, '')::date, (select own_today()))
    and ($1::text = '' or due_staff between (select staff_id from staff where staff_hid = lower($1::text))
      and (select staff_id from staff where staff_hid = lower($1::text)))) all_due
where place <= $4::integer order by all_due.due, place
