-- @name items/try-many
-- @call tryItems
-- @about Counts an attempt at items before the work; those that wait no longer are left out.
-- @param items jsonb Their numbers
-- @shape number[]
-- @returns many
-- @column item bigint checked
-- @column attempts integer checked
select item, attempts from try_items($1::jsonb)
