-- @name staff/set-email
-- @call setStaffEmail
-- @about Says where the packets of a staff member go from now on.
-- @param hid text
-- @param email text
-- @returns one
-- @column changed jsonb checked
-- @shape StaffRefusal | { hid: string, email: string, earlier: string }
select staff_email_set($1::text, $2::text) as changed
