-- @name letters/later
-- @call letterLater
-- @about Puts a queued letter off after a fault that may pass.
-- @param letter bigint
-- @param problem text
-- @returns one
-- @column failed boolean null
select letter_later($1::bigint, $2::text) as failed
