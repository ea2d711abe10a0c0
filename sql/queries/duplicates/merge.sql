-- @name duplicates/merge
-- @call mergeRecords
-- @about Merges the second record into the first.
-- @use program
-- @param kept bigint Record that stays
-- @param lost bigint Record that goes
-- @returns one
-- @column merged jsonb null What was done
-- @shape { merge: number, kept: number, lost: number, moved: Record<string, number> }
select merge_records($1::bigint, $2::bigint) as merged
