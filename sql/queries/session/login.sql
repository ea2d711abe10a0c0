-- @name session/login
-- @call setLogin
-- @about Passes a login and its password to sql/setup/login.sql or bootstrap.sql, for this session only.
-- @param login text
-- @param password text
-- @returns none
select set_config('satchel.login', $1::text, false), set_config('satchel.password', $2::text, false)
