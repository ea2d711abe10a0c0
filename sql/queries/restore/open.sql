-- Generated from the function restore_open() and its comment by npm run generate. Do not edit.
-- @name restore/open
-- @call restoreOpen
-- @about Whether this database was restored and has not yet read again all items since its backup.
-- @returns one
-- @column open boolean null
select restore_open() as open
