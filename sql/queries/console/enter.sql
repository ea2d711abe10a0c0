-- Generated from the function console_enter() and its comment by npm run generate. Do not edit.
-- @name console/enter
-- @call enterConsole
-- @about Uses a link up and begins a session; the staff member's short name, or null where the link opens nothing any more.
-- @param link bytea SHA-256 of the link's word
-- @param session bytea SHA-256 of the cookie
-- @param agent text null Browser
-- @returns one
-- @column staff text null Short name
select console_enter($1::bytea, $2::bytea, $3::text) as staff
