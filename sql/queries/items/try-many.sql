-- @name items/try-many
-- @about Counts an attempt at items before the work; those that wait no longer are left out.
-- @param items jsonb Their numbers
-- @returns many
-- @column item bigint null
-- @column attempts integer null
select item, attempts from try_items($1::jsonb)
