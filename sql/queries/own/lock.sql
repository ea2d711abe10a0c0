-- Generated from the function own_lock() and its comment by npm run generate. Do not edit.
-- @name own/lock
-- @call lockOwn
-- @about One after the other makes tables and fields, until the end of the transaction.
-- @param wanted jsonb
-- @shape Wanted
-- @returns one
-- @column locked boolean null
select own_lock($1::jsonb) as locked
