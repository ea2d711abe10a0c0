-- @name staff/role
-- @call staffRole
-- @about Database role of an active staff member.
-- @param hid text
-- @returns one
-- @column role name null
select staff_role_of($1::text) as role
