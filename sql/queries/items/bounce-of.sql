-- Generated from the function note_bounce_of() and its comment by npm run generate. Do not edit.
-- @name items/bounce-of
-- @call noteBounceOf
-- @about Records a report about the letter that its Message-ID names.
-- @param letter text
-- @param status text
-- @param fate text
-- @returns one
-- @column known boolean null
select note_bounce_of($1::text, $2::text, $3::text) as known
