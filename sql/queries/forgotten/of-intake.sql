-- Generated from the function items_to_forget() and its comment by npm run generate. Do not edit.
-- @name forgotten/of-intake
-- @call itemsToForget
-- @about Items of erased people that an intake was not told to forget yet.
-- @param place text
-- @param limit integer
-- @returns many
-- @column hash text checked
select hash from items_to_forget($1::text, $2::integer)
