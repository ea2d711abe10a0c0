-- Generated from the function undo_merge() and its comment by npm run generate. Do not edit.
-- @name duplicates/undo
-- @call undoMerge
-- @about Undoes a merge from the audit: {undone: rows, kept: rows that have changed since and stay unchanged}.
-- @param merge bigint Merge
-- @returns one
-- @column undone jsonb null Result
-- @shape { merge: number, undone: number, kept: number }
select undo_merge($1::bigint) as undone
