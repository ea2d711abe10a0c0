-- Generated from the function console_end() and its comment by npm run generate. Do not edit.
-- @name console/end
-- @call endConsoleSession
-- @about Ends an open session: one's own, or an administrator any; false where there is none.
-- @param session bigint Number
-- @returns one
-- @column ended boolean null
select console_end($1::bigint) as ended
