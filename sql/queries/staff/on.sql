-- Generated from the function staff_on() and its comment by npm run generate. Do not edit.
-- @name staff/on
-- @call turnStaffOn
-- @about Reactivates a staff member who had left, with their earlier role and packets.
-- @param hid text
-- @returns one
-- @column changed jsonb checked
-- @shape StaffRefusal | StaffChanged
select staff_on($1::text) as changed
