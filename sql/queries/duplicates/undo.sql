-- Generated from the function undo_merge() and its comment by npm run generate. Do not edit.
-- @name duplicates/undo
-- @call undoMerge
-- @about Takes a merge back from the audit: {undone: rows, kept: rows that have changed since and stay as they are}.
-- @param merge bigint Merge
-- @returns one
-- @column undone jsonb null What was done
-- @shape { merge: number, undone: number, kept: number }
select undo_merge($1::bigint) as undone
