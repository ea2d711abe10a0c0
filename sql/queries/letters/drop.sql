-- @name letters/drop
-- @call dropLetters
-- @about Lets go of the bytes of letters that went out over a week ago.
-- @param limit integer
-- @returns one
-- @column dropped integer null
select drop_letters($1::integer) as dropped
