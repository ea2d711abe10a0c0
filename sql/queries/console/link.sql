-- Generated from the function console_link() and its comment by npm run generate. Do not edit.
-- @name console/link
-- @call keepConsoleLink
-- @about Keeps a link that opens one session of the console, for a staff member who works here; their short name, or null where there is none. For the owner's login.
-- @param staff text Short name
-- @param digest bytea SHA-256 of its word
-- @param minutes integer Good for so long
-- @returns one
-- @column staff text null Short name
select console_link($1::text, $2::bytea, $3::integer) as staff
