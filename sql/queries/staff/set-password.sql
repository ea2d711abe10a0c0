-- @name staff/set-password
-- @about Gives the login of a staff member a password, as its SCRAM verifier.
-- @param hid text
-- @param verifier text
-- @returns one
-- @column changed jsonb null {hid, name, login} or {problem}
select staff_password_set($1::text, $2::text) as changed
