-- Generated from the function keep_own_query() and its comment by npm run generate. Do not edit.
-- @name queries/keep-own
-- @call keepOwnQuery
-- @about Keeps SQL as a query of the acting staff member, in place of one of theirs of that name.
-- @param name text Name
-- @param about text What it is for
-- @param text text SQL
-- @returns one
-- @column query text checked Name of the query
select keep_own_query($1::text, $2::text, $3::text) as query
