-- @name staff/set-role
-- @about Gives a staff member another role.
-- @param hid text
-- @param role text sales, office ...
-- @returns one
-- @column changed jsonb null {hid, name, login, role, active, packets} or {problem}
select staff_role_set($1::text, $2::text) as changed
