-- Generated from the function try_items() and its comment by npm run generate. Do not edit.
-- @name items/try-many
-- @call tryItems
-- @about Counts an attempt before the work, so that an item that kills the program is detected; leaves out items that no longer wait.
-- @param items jsonb Their numbers
-- @shape number[]
-- @returns many
-- @column item bigint checked
-- @column attempts integer checked
select item, attempts from try_items($1::jsonb)
