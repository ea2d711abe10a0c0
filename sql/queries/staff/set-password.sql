-- Generated from the function staff_password_set() and its comment by npm run generate. Do not edit.
-- @name staff/set-password
-- @call setStaffPassword
-- @about Sets the password of a staff member's login, as a SCRAM verifier: {hid, name, login} or {problem: staff/not-known}.
-- @param hid text
-- @param verifier text
-- @returns one
-- @column changed jsonb checked
-- @shape StaffRefusal | { hid: string, name: string, login: string }
select staff_password_set($1::text, $2::text) as changed
