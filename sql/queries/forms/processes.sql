-- @name forms/processes
-- @call formProcesses
-- @about The short names of the processes that are in use here.
-- @returns many
-- @column process text not-null
select development_process_hid as process from development_process order by development_process_hid
