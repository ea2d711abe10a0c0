-- @name people/timeline
-- @call timelineOf
-- @about Activities of a record, newest first.
-- @use people
-- @param entity bigint
-- @param limit integer=100 How many
-- @returns many
-- @column day text null Day
-- @column kind text null Kind
-- @column outcome text null Outcome
-- @column about text null About
-- @column next text null Next step
-- @column due text null Due
-- @column by text null By
select to_char(coalesce(activity_start, activity_created), 'YYYY-MM-DD') as day, lookup_value(activity_kind) as kind,
  lookup_value(activity_outcome) as outcome, concat_ws(': ', activity_subject, activity_body) as about, activity_next as next,
  to_char(activity_due, 'YYYY-MM-DD') as due, (select staff_name from staff where staff_id = activity_staff) as by
from activity where activity_entity = $1::bigint
order by coalesce(activity_start, activity_created) desc, activity_id desc limit $2::integer
