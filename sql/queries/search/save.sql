-- Generated from the function save_search() and its comment by npm run generate. Do not edit.
-- @name search/save
-- @call saveSearch
-- @about Keeps a search as a query of the acting staff member, in place of one of theirs of that name.
-- @param name text Name
-- @param search jsonb What it looks for
-- @shape SavedSearch
-- @returns one
-- @column query text checked Name of the query
select save_search($1::text, $2::jsonb) as query
