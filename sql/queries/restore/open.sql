-- @name restore/open
-- @call restoreOpen
-- @about Whether this database was restored and has not yet read again what came since.
-- @returns one
-- @column open boolean null
select restore_open() as open
