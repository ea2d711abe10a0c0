-- Generated from the function note_forgotten() and its comment by npm run generate. Do not edit.
-- @name forgotten/note
-- @call noteForgotten
-- @about Notes that an intake was told to forget items.
-- @param place text
-- @param hashes jsonb
-- @shape string[]
-- @returns none
select note_forgotten($1::text, $2::jsonb)
