-- @name staff/set-manager
-- @call setStaffManager
-- @about Puts a staff member under another.
-- @param hid text
-- @param manager text null Null: under nobody
-- @returns one
-- @column changed jsonb checked
-- @shape StaffRefusal | { hid: string, manager: string | null }
select staff_manager_set($1::text, $2::text) as changed
