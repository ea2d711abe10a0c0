-- @name session/end
-- @call endSession
-- @about Ends a session of the current role; its uncommitted work is undone.
-- @param pid integer
-- @returns one
-- @column ended boolean null
select pg_terminate_backend($1::integer) as ended
