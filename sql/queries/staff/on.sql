-- Generated from the function staff_on() and its comment by npm run generate. Do not edit.
-- @name staff/on
-- @call turnStaffOn
-- @about Lets somebody who left work again, with the role and the packets that they had.
-- @param hid text
-- @returns one
-- @column changed jsonb checked
-- @shape StaffRefusal | StaffChanged
select staff_on($1::text) as changed
