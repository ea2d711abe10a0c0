-- @name runs/begin
-- @about Starts an import run.
-- @param source text
-- @returns one
-- @column run bigint null
select begin_run($1::text) as run
