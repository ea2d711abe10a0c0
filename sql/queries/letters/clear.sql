-- @name letters/clear
-- @call clearLetters
-- @about Locks and returns letters whose bytes lie in the clear.
-- @param limit integer
-- @returns many
-- @column letter bigint checked
-- @column hid text checked
-- @column mailto text checked
-- @column bytes bytea checked
select letter, hid, mailto, bytes from clear_letters($1::integer)
