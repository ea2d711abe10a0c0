-- Generated from the function console_leave() and its comment by npm run generate. Do not edit.
-- @name console/leave
-- @call leaveConsole
-- @about Ends a session by its cookie; its number, or null where it was over.
-- @param session bytea SHA-256 of the cookie
-- @returns one
-- @column ended bigint null Number
select console_leave($1::bytea) as ended
