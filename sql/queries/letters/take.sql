-- @name letters/take
-- @about Locks and returns queued letters, oldest first.
-- @param limit integer
-- @returns many
-- @column letter bigint null
-- @column hid text null
-- @column sending text null
-- @column mailto text null
-- @column bytes bytea null
select letter, hid, sending, mailto, bytes from take_letters($1::integer)
