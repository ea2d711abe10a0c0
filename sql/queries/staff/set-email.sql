-- Generated from the function staff_email_set() and its comment by npm run generate. Do not edit.
-- @name staff/set-email
-- @call setStaffEmail
-- @about Sets the address for the packets of a staff member; open packets keep theirs.
-- @param hid text
-- @param email text
-- @returns one
-- @column changed jsonb checked
-- @shape StaffRefusal | { hid: string, email: string, earlier: string }
select staff_email_set($1::text, $2::text) as changed
