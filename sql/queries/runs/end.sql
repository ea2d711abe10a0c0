-- Generated from the function end_run() and its comment by npm run generate. Do not edit.
-- @name runs/end
-- @call endRun
-- @about Closes a run.
-- @param run bigint
-- @returns none
select end_run($1::bigint)
