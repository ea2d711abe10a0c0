-- Generated from the function remake_staff_roles() and its comment by npm run generate. Do not edit.
-- @name restore/roles
-- @call remakeRoles
-- @about Makes the roles of all staff in a restored database; returns the number of active ones.
-- @returns one
-- @column made integer null
select remake_staff_roles() as made
