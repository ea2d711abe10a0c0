-- Generated from the function untry_item() and its comment by npm run generate. Do not edit.
-- @name items/untry
-- @call untryItem
-- @about Gives an attempt back that failed through no fault of the item.
-- @param item bigint
-- @returns none
select untry_item($1::bigint)
