-- @name processes/details
-- @call processDetails
-- @about The stages of a process: how long each may take, and what is done in it.
-- @use people
-- @param process text Process
-- @returns many
-- @column process text not-null Name of the process
-- @column type text null Type of its records
-- @column stage text not-null Stage
-- @column name text not-null Name of the stage
-- @column outcome text null Outcome
-- @column days integer null Days that it may take
-- @column probability integer null Per cent of its deals that are won
-- @column task text null Task of the stage
-- @column form text null Form that is sent in it
select development_process_name as process, entity_type_name as type, development_stage_hid as stage, development_stage_name as name,
  development_stage_outcome as outcome, development_stage_days as days, development_stage_probability as probability,
  development_stage_task as task, development_stage_form as form
from development_process join development_stage on development_stage_process = development_process_id
left join entity_type on entity_type_id = development_process_entity
where development_process_hid = $1::text order by development_stage_sort, development_stage_id
