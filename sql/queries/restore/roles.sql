-- Generated from the function remake_staff_roles() and its comment by npm run generate. Do not edit.
-- @name restore/roles
-- @call remakeRoles
-- @about Makes the roles of all staff of a restored database; returns how many are active.
-- @returns one
-- @column made integer null
select remake_staff_roles() as made
