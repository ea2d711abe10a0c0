-- @name runs/begin
-- @call beginRun
-- @about Starts an import run.
-- @param source text
-- @returns one
-- @column run bigint checked
select begin_run($1::text) as run
