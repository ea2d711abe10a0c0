-- @name folder/stages
-- @call stagesFor
-- @about The stages of the processes that a record of its type may go through, with the latest stay of the record in each.
-- @param entity bigint
-- @returns many
-- @column process text not-null
-- @column process_name text not-null
-- @column stage text not-null
-- @column name text not-null
-- @column outcome text null
-- @column days integer null
-- @column entered timestamptz null
-- @column finished timestamptz null
select development_process_hid as process, development_process_name as process_name, development_stage_hid as stage,
  development_stage_name as name, development_stage_outcome as outcome, development_stage_days as days, entered, finished
from entity
join development_process on development_process_entity is null or development_process_entity = entity_type
join development_stage on development_stage_process = development_process_id
left join lateral (
  select development_tracking_entered as entered, development_tracking_finished as finished from development_tracking
  where development_tracking_entity = entity_id and development_tracking_stage = development_stage_id
  order by development_tracking_entered desc, development_tracking_id desc limit 1) stay on true
where entity_id = $1::bigint order by development_process_hid, development_stage_sort
