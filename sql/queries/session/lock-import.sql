-- @name session/lock-import
-- @about Takes the lock that keeps imports one at a time; held until the session ends.
-- @returns one
-- @column got boolean not-null
select pg_try_advisory_lock(hashtext('satchel/import')) as got
