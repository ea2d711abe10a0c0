-- Generated from the function merge_records() and its comment by npm run generate. Do not edit.
-- @name duplicates/merge
-- @call mergeRecords
-- @about Merges the second record into the first, with the caller's rights: {merge, kept, lost, moved: rows by table}.
-- @param kept bigint Record that stays
-- @param lost bigint Record that goes
-- @returns one
-- @column merged jsonb null What was done
-- @shape { merge: number, kept: number, lost: number, moved: Record<string, number> }
select merge_records($1::bigint, $2::bigint) as merged
