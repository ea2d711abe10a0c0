-- @name items/end
-- @about Gives an item its final state.
-- @param item bigint
-- @param run bigint
-- @param state text
-- @param problem text
-- @param message text
-- @returns one
-- @column ended boolean null
select end_item($1::bigint, $2::bigint, $3::text, $4::text, $5::text) as ended
