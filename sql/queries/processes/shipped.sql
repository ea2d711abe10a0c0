-- @name processes/shipped
-- @call shippedProcesses
-- @about The processes that come with the program.
-- @use people
-- @returns many
-- @column process text null Process
-- @column name text null Name
-- @column stages text null Stages
select process, process_name as name, string_agg(stage, ' ' order by sort) as stages
from shipped_stages() group by process, process_name order by process
