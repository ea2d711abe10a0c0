-- Generated from the function begin_run() and its comment by npm run generate. Do not edit.
-- @name runs/begin
-- @call beginRun
-- @about Starts an import run; the caller holds the import lock.
-- @param source text
-- @returns one
-- @column run bigint checked
select begin_run($1::text) as run
