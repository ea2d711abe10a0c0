-- @name items/end-many
-- @about Gives items their final state.
-- @param run bigint
-- @param ends jsonb [{item, state, problem, message}]
-- @returns one
-- @column ended bigint null
select end_items($1::bigint, $2::jsonb) as ended
