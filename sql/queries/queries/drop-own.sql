-- Generated from the function drop_own_query() and its comment by npm run generate. Do not edit.
-- @name queries/drop-own
-- @call dropOwnQuery
-- @about Removes a query that the acting staff member kept; false where there is none of that name.
-- @param name text Name
-- @returns one
-- @column dropped boolean checked
select drop_own_query($1::text) as dropped
