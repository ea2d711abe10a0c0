-- Generated from the function letter_later() and its comment by npm run generate. Do not edit.
-- @name letters/later
-- @call letterLater
-- @about Puts a queued letter off, longer each time; true when it was the last try.
-- @param letter bigint
-- @param problem text
-- @returns one
-- @column failed boolean null
select letter_later($1::bigint, $2::text) as failed
