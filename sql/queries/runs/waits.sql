-- Generated from the function run_waits() and its comment by npm run generate. Do not edit.
-- @name runs/waits
-- @call runWaits
-- @about Items that a run has before it when all files are in.
-- @param run bigint
-- @returns one
-- @column items bigint null Items
select run_waits($1::bigint) as items
