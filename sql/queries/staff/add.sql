-- @name staff/add
-- @about Adds a staff member with a database role.
-- @param hid text Short name, lower case
-- @param name text
-- @param email text
-- @param role text Role, of those in staff_roles()
-- @param language text
-- @returns one
-- @column added jsonb null {staff, hid, login, role}
select add_staff($1::text, $2::text, $3::text, $4::text, $5::text) as added
