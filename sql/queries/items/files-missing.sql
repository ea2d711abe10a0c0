-- Generated from the function files_missing() and its comment by npm run generate. Do not edit.
-- @name items/files-missing
-- @call filesMissing
-- @about How many of a submission's files have not come yet.
-- @param files jsonb
-- @shape Files
-- @returns one
-- @column missing integer null
select files_missing($1::jsonb) as missing
