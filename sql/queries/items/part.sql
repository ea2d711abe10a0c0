-- Generated from the function note_part() and its comment by npm run generate. Do not edit.
-- @name items/part
-- @call notePart
-- @about Records that a part of an item is imported, in the transaction that puts the rest into quarantine.
-- @param item bigint
-- @returns none
select note_part($1::bigint)
