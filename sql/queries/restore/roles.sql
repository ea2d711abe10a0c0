-- @name restore/roles
-- @call remakeRoles
-- @about Makes the roles of all staff of a restored database.
-- @returns one
-- @column made integer null
select remake_staff_roles() as made
