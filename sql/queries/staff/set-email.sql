-- @name staff/set-email
-- @about Says where the packets of a staff member go from now on.
-- @param hid text
-- @param email text
-- @returns one
-- @column changed jsonb null {hid, email, earlier} or {problem}
select staff_email_set($1::text, $2::text) as changed
