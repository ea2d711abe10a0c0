-- Generated from the function own_required_file() and its comment by npm run generate. Do not edit.
-- @name own/required
-- @call ownRequired
-- @about The file that comes after that of a retyped field, where it is required; null where it is not.
-- @param wanted jsonb
-- @shape Wanted
-- @returns one
-- @column text text null
select own_required_file($1::jsonb) as text
