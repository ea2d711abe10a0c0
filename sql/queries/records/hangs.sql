-- Generated from the function record_hangs() and its comment by npm run generate. Do not edit.
-- @name records/hangs
-- @call recordHangs
-- @about What hangs on a record that somebody is about to remove.
-- @param entity bigint
-- @returns many
-- @column what text checked
-- @column number bigint checked
select what, number from record_hangs($1::bigint)
