-- Generated from the function staff_manager_set() and its comment by npm run generate. Do not edit.
-- @name staff/set-manager
-- @call setStaffManager
-- @about Sets the manager of a staff member; null for none. A manager has the records of all staff under them.
-- @param hid text
-- @param manager text null Null: no manager
-- @returns one
-- @column changed jsonb checked
-- @shape StaffRefusal | { hid: string, manager: string | null }
select staff_manager_set($1::text, $2::text) as changed
