-- @name session/lock-import
-- @call lockImport
-- @about Takes the lock that keeps imports one at a time; held until the session ends.
-- @returns one
-- @column got boolean null
select take_import() as got
