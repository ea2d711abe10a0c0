-- @name items/part
-- @call notePart
-- @about Notes that part of an item goes in, and the rest into quarantine.
-- @param item bigint
-- @returns none
select note_part($1::bigint)
