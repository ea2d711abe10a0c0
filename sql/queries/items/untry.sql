-- Generated from the function untry_item() and its comment by npm run generate. Do not edit.
-- @name items/untry
-- @call untryItem
-- @about Uncounts an attempt that failed without a fault of the item.
-- @param item bigint
-- @returns none
select untry_item($1::bigint)
