-- Generated from the function letter_later() and its comment by npm run generate. Do not edit.
-- @name letters/later
-- @call letterLater
-- @about Postpones a queued letter, longer each time; true if it was the last attempt.
-- @param letter bigint
-- @param problem text
-- @returns one
-- @column failed boolean null
select letter_later($1::bigint, $2::text) as failed
