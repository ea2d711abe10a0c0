-- Generated from the function own_file() and its comment by npm run generate. Do not edit.
-- @name own/file
-- @call ownFile
-- @about The file that makes a wanted table, type or field.
-- @param wanted jsonb
-- @shape Wanted
-- @returns one
-- @column text text null
select own_file($1::jsonb) as text
