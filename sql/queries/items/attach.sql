-- @name items/attach
-- @call attachFiles
-- @about Gives the waiting uploads that a submission names to it.
-- @param item bigint
-- @param run bigint
-- @param files jsonb
-- @shape Files
-- @returns none
select attach_files($1::bigint, $2::bigint, $3::jsonb)
