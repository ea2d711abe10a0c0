-- @name duplicates/undo
-- @call undoMerge
-- @about Takes a merge back.
-- @use program
-- @param merge bigint Merge
-- @returns one
-- @column undone jsonb null What was done
-- @shape { merge: number, undone: number, kept: number }
select undo_merge($1::bigint) as undone
