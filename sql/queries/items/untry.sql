-- @name items/untry
-- @call untryItem
-- @about Gives back an attempt that failed through no fault of the item.
-- @param item bigint
-- @returns none
select untry_item($1::bigint)
