-- Generated from the function own_prepare() and its comment by npm run generate. Do not edit.
-- @name own/prepare
-- @call prepareOwn
-- @about Under the acting role, before the file runs: keeps what comes after it needs: the values of a field that gets another type, the lists of what is dropped.
-- @param wanted jsonb
-- @shape Wanted
-- @returns one
-- @column values integer null
select own_prepare($1::jsonb) as values
