-- @name duplicates/merge
-- @about Merges the second record into the first.
-- @use program
-- @param kept bigint Record that stays
-- @param lost bigint Record that goes
-- @returns one
-- @column merged jsonb null What was done
select merge_records($1::bigint, $2::bigint) as merged
