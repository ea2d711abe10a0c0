-- @name staff/on
-- @about Lets somebody who left work again.
-- @param hid text
-- @returns one
-- @column changed jsonb null {hid, name, login, role, active, packets} or {problem}
select staff_on($1::text) as changed
