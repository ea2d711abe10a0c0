-- @name runs/end
-- @call endRun
-- @about Closes an import run.
-- @param run bigint
-- @returns none
select end_run($1::bigint)
