-- Generated from the function end_items() and its comment by npm run generate. Do not edit.
-- @name items/end-many
-- @call endItems
-- @about Gives items their final state.
-- @param run bigint
-- @param ends jsonb
-- @shape { item: number, state: ItemState, problem: string | null, message: string | null }[]
-- @returns one
-- @column ended bigint checked
select end_items($1::bigint, $2::jsonb) as ended
