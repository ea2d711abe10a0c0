-- @name staff/on
-- @call turnStaffOn
-- @about Lets somebody who left work again.
-- @param hid text
-- @returns one
-- @column changed jsonb checked
-- @shape StaffRefusal | StaffChanged
select staff_on($1::text) as changed
