-- Generated from the function run_balance() and its comment by npm run generate. Do not edit.
-- @name runs/balance
-- @call runBalance
-- @about The conservation line of a run: nothing lost, nothing counted twice.
-- @param run bigint
-- @returns one
-- @column balance jsonb checked
-- @shape Balance
select run_balance($1::bigint) as balance
