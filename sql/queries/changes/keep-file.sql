-- Generated from the function keep_accepted_file() and its comment by npm run generate. Do not edit.
-- @name changes/keep-file
-- @call keepAcceptedFile
-- @about Adds a file to the activity that an accepted report became.
-- @param change bigint
-- @param name text
-- @param type text
-- @param data bytea The bytes of the file
-- @returns none
select keep_accepted_file($1::bigint, $2::text, $3::text, $4::bytea)
