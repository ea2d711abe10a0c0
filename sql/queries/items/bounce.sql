-- @name items/bounce
-- @call noteBounce
-- @about Notes what a report says of the letter that its token names.
-- @param token text
-- @param status text
-- @param fate text
-- @param report boolean
-- @returns one
-- @column known boolean null
select note_bounce($1::text, $2::text, $3::text, $4::boolean) as known
