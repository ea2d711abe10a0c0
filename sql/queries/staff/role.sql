-- Generated from the function staff_role_of() and its comment by npm run generate. Do not edit.
-- @name staff/role
-- @call staffRole
-- @about The database role of an active staff member; null if there is none.
-- @param hid text
-- @returns one
-- @column role name null
select staff_role_of($1::text) as role
