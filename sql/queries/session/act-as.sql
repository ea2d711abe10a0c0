-- @name session/act-as
-- @call actAs
-- @about Switches to a role until the end of the transaction.
-- @param role text
-- @returns none
select set_config('role', $1::text, true)
