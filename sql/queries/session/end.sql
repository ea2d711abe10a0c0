-- @name session/end
-- @call endSession
-- @about Ends a session of the role that was taken on; what it has not committed is undone.
-- @param pid integer
-- @returns one
-- @column ended boolean null
select pg_terminate_backend($1::integer) as ended
