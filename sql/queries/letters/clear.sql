-- @name letters/clear
-- @about Locks and returns letters whose bytes lie in the clear.
-- @param limit integer
-- @returns many
-- @column letter bigint null
-- @column hid text null
-- @column mailto text null
-- @column bytes bytea null
select letter, hid, mailto, bytes from clear_letters($1::integer)
