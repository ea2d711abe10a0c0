-- Generated from the function console_proven() and its comment by npm run generate. Do not edit.
-- @name entrance/proven
-- @call proveSession
-- @about The code was right: the session is open, under a new cookie.
-- @param session bytea SHA-256 of the cookie
-- @param next bytea SHA-256 of the new one
-- @returns one
-- @column open boolean checked
select console_proven($1::bytea, $2::bytea) as open
