-- Generated from the function note_part() and its comment by npm run generate. Do not edit.
-- @name items/part
-- @call notePart
-- @about Notes that part of an item goes in, in the transaction that puts the rest into quarantine.
-- @param item bigint
-- @returns none
select note_part($1::bigint)
