-- @name staff/off
-- @call turnStaffOff
-- @about Ends the login of somebody who leaves, and parks their packets.
-- @param hid text
-- @returns one
-- @column changed jsonb checked
-- @shape StaffRefusal | StaffChanged
select staff_off($1::text) as changed
