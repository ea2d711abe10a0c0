-- @name staff/off
-- @about Ends the login of somebody who leaves, and parks their packets.
-- @param hid text
-- @returns one
-- @column changed jsonb null {hid, name, login, role, active, packets} or {problem}
select staff_off($1::text) as changed
