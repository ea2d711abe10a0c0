-- @name letters/see
-- @call seeLetter
-- @about Ends a letter that could not be sent: it is tried again, or somebody has seen it.
-- @param letter bigint
-- @param again boolean
-- @returns one
-- @column became text checked done, not-stuck, gone
-- @shape 'done' | 'not-stuck' | 'gone'
select see_letter($1::bigint, $2::boolean) as became
