-- @name people/stages
-- @call stagesOf
-- @about The stages of a record in its processes.
-- @use people
-- @param entity bigint
-- @returns many
-- @column process text not-null Process
-- @column stage text not-null Stage
-- @column since timestamptz not-null Since
-- @column round integer not-null Round
select development_process_name as process, development_stage_name as stage, development_tracking_entered as since,
  development_tracking_round as round
from development_tracking
join development_stage on development_stage_id = development_tracking_stage
join development_process on development_process_id = development_tracking_process
where development_tracking_entity = $1::bigint and development_tracking_finished is null
order by development_process_name
