-- Generated from the function own_fill() and its comment by npm run generate. Do not edit.
-- @name own/fill
-- @call fillOwn
-- @about Makes the lists of a wanted table, type or field, and the rules and the process of a type; under the acting role.
-- @param wanted jsonb
-- @shape Wanted
-- @returns one
-- @column fields integer null
select own_fill($1::jsonb) as fields
