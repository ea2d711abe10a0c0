-- @name load/undo
-- @about Takes a load back, all of it or nothing.
-- @param run bigint Its number
-- @param dry boolean Only says what would happen
-- @returns one
-- @column undone jsonb null
select undo_load($1::bigint, $2::boolean) as undone
