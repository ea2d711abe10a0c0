-- Generated from the function table_form() and its comment by npm run generate. Do not edit.
-- @name tables/form
-- @call tableForm
-- @about The columns of a table, and what the caller may do to its rows.
-- @param table text Table
-- @returns one
-- @column form jsonb checked
-- @shape TableForm
select table_form($1::text) as form
