-- Generated from the function staff_off() and its comment by npm run generate. Do not edit.
-- @name staff/off
-- @call turnStaffOff
-- @about Ends the login of a staff member who leaves; from then on answers to their packets are held, and nothing is sent to them. Run end_staff_sessions once this is committed.
-- @param hid text
-- @returns one
-- @column changed jsonb checked
-- @shape StaffRefusal | StaffChanged
select staff_off($1::text) as changed
