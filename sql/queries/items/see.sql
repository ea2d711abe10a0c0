-- @name items/see
-- @call seeItem
-- @about Takes an item in quarantine off the list of what waits for a person.
-- @param hash text
-- @returns one
-- @column seen boolean null
select see_item($1::text) as seen
