-- Generated from the function forget_search() and its comment by npm run generate. Do not edit.
-- @name search/forget
-- @call forgetSearch
-- @about Removes a search that the acting staff member kept; false where there is none of that name.
-- @param name text Name
-- @returns one
-- @column forgotten boolean checked
select forget_search($1::text) as forgotten
