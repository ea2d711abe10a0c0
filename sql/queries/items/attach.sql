-- Generated from the function attach_files() and its comment by npm run generate. Do not edit.
-- @name items/attach
-- @call attachFiles
-- @about Attaches waiting uploads to the submission that names them: [{item, name, type, reply}].
-- @param item bigint
-- @param run bigint
-- @param files jsonb
-- @shape Files
-- @returns none
select attach_files($1::bigint, $2::bigint, $3::jsonb)
