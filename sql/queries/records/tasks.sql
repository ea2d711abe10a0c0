-- @name records/tasks
-- @call openTasks
-- @about The open tasks of a record, and other activities that are not done.
-- @param entity bigint
-- @returns many
-- @column number bigint not-null Number
-- @column about text checked About
select activity_id as number, coalesce(activity_subject, activity_next, activity_body, '') as about
from activity where activity_entity = $1::bigint and activity_status in ('open', 'active') order by activity_due, activity_id
