-- @name runs/balance
-- @about The conservation line of a run.
-- @param run bigint
-- @returns one
-- @column balance jsonb null
select run_balance($1::bigint) as balance
