-- @name items/try
-- @about Counts an attempt at an item before the work.
-- @param item bigint
-- @returns one
-- @column attempts integer null
select try_item($1::bigint) as attempts
