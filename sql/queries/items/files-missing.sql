-- Generated from the function files_missing() and its comment by npm run generate. Do not edit.
-- @name items/files-missing
-- @call filesMissing
-- @about The number of a submission's files that have not arrived yet.
-- @param files jsonb
-- @shape Files
-- @returns one
-- @column missing integer null
select files_missing($1::jsonb) as missing
