-- @name items/files-missing
-- @about How many of a submission's files have not come yet.
-- @param files jsonb
-- @returns one
-- @column missing integer null
select files_missing($1::jsonb) as missing
