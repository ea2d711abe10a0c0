-- Generated from the function see_item() and its comment by npm run generate. Do not edit.
-- @name items/see
-- @call seeItem
-- @about Removes an item in quarantine from the list of open work; false if it is not on the list.
-- @param hash text
-- @returns one
-- @column seen boolean null
select see_item($1::text) as seen
