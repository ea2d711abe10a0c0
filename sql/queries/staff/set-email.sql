-- Generated from the function staff_email_set() and its comment by npm run generate. Do not edit.
-- @name staff/set-email
-- @call setStaffEmail
-- @about Where the packets of a staff member go from now on; packets that are out keep their address.
-- @param hid text
-- @param email text
-- @returns one
-- @column changed jsonb checked
-- @shape StaffRefusal | { hid: string, email: string, earlier: string }
select staff_email_set($1::text, $2::text) as changed
