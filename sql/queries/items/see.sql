-- Generated from the function see_item() and its comment by npm run generate. Do not edit.
-- @name items/see
-- @call seeItem
-- @about Takes an item in quarantine off the list of what waits for a person; false where it is not on it.
-- @param hash text
-- @returns one
-- @column seen boolean null
select see_item($1::text) as seen
