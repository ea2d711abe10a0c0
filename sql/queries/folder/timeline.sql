-- @name folder/timeline
-- @call activitiesOf
-- @about Activities of a record, newest first, a page at a time.
-- @param entity bigint
-- @param limit integer
-- @param offset integer
-- @returns many
-- @column number bigint not-null
-- @column at timestamptz checked
-- @column kind text checked
-- @column outcome text null
-- @column subject text null
-- @column body text null
-- @column status text not-null
-- @column next text null
-- @column due text null
-- @column by text null
-- @column private boolean not-null
select activity_id as number, coalesce(activity_start, activity_created) as at, lookup_value(activity_kind) as kind,
  lookup_value(activity_outcome) as outcome, activity_subject as subject, activity_body as body, activity_status as status,
  activity_next as next, activity_due::text as due, (select staff_name from staff where staff_id = activity_staff) as by,
  activity_private as private
from activity where activity_entity = $1::bigint
order by activity_status in ('open', 'active') and activity_due is not null desc, coalesce(activity_start, activity_created) desc,
  activity_id desc limit $2::integer offset $3::integer
