-- @name duplicates/undo
-- @about Takes a merge back.
-- @use program
-- @param merge bigint Merge
-- @returns one
-- @column undone jsonb null What was done
select undo_merge($1::bigint) as undone
