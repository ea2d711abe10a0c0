-- @name processes/list
-- @call listProcesses
-- @about Processes and their stages, with the next step of each.
-- @use people
-- @returns many
-- @column process text not-null Process
-- @column stage text not-null Stage
-- @column name text not-null Name
-- @column outcome text null Outcome
-- @column days integer null Days that it may take
-- @column next text null Next step
select development_process_hid as process, development_stage_hid as stage,
  development_stage_name as name, development_stage_outcome as outcome,
  development_stage_days as days, coalesce(development_stage_task, development_stage_form) as next
from development_process join development_stage on development_stage_process = development_process_id
order by development_process_hid, development_stage_sort
