-- Generated from the function merge_records() and its comment by npm run generate. Do not edit.
-- @name duplicates/merge
-- @call mergeRecords
-- @about Merges the second record into the first, with the caller's rights: {merge, kept, lost, moved: rows by table}.
-- @param kept bigint Surviving record
-- @param lost bigint Record to merge into the other
-- @returns one
-- @column merged jsonb null Result
-- @shape { merge: number, kept: number, lost: number, moved: Record<string, number> }
select merge_records($1::bigint, $2::bigint) as merged
