-- @name load/undo
-- @call undoLoad
-- @about Takes a load back, all of it or nothing.
-- @param run bigint Its number
-- @param dry boolean Only says what would happen
-- @returns one
-- @column undone jsonb checked
-- @shape { state: 'unknown' | 'undone' | 'blocked' | 'free' | 'done', blocked: { record: string | null, why: 'changed' | 'gone' | 'packet'
--    | 'referred' }[] = [], removed: number = 0, restored: number = 0, asked: number = 0 }
select undo_load($1::bigint, $2::boolean) as undone
