-- Generated from the function staff_role_set() and its comment by npm run generate. Do not edit.
-- @name staff/set-role
-- @call setStaffRole
-- @about Sets the role of a staff member (sales, office ...); {problem: staff/not-known, staff/last-admin}.
-- @param hid text
-- @param role text sales, office ...
-- @returns one
-- @column changed jsonb checked
-- @shape StaffRefusal | StaffChanged
select staff_role_set($1::text, $2::text) as changed
