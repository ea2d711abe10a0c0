-- Generated from the function see_letter() and its comment by npm run generate. Do not edit.
-- @name letters/see
-- @call seeLetter
-- @about Closes a letter that could not be sent: it is retried, or a person has seen it. done, not-stuck, or gone (no bytes are left to send).
-- @param letter bigint
-- @param again boolean
-- @returns one
-- @column became text checked done, not-stuck, gone
-- @shape 'done' | 'not-stuck' | 'gone'
select see_letter($1::bigint, $2::boolean) as became
