-- @name runs/balance
-- @call runBalance
-- @about The conservation line of a run.
-- @param run bigint
-- @returns one
-- @column balance jsonb checked
-- @shape Balance
select run_balance($1::bigint) as balance
