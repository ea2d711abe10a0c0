-- @name items/bounce
-- @about Notes that a letter came back.
-- @param token text
-- @param status text
-- @returns one
-- @column known boolean null
select note_bounce($1::text, $2::text) as known
