-- @name staff/set-manager
-- @about Puts a staff member under another.
-- @param hid text
-- @param manager text Null: under nobody
-- @returns one
-- @column changed jsonb null {hid, manager} or {problem}
select staff_manager_set($1::text, $2::text) as changed
