-- Generated from the function staff_manager_set() and its comment by npm run generate. Do not edit.
-- @name staff/set-manager
-- @call setStaffManager
-- @about Puts a staff member under another, null: under nobody. A manager has the records of all who stand under her.
-- @param hid text
-- @param manager text null Null: under nobody
-- @returns one
-- @column changed jsonb checked
-- @shape StaffRefusal | { hid: string, manager: string | null }
select staff_manager_set($1::text, $2::text) as changed
