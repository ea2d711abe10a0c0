-- Generated from the function own_gate() and its comment by npm run generate. Do not edit.
-- @name own/gate
-- @call ownGate
-- @about Waits at the beginning of a transaction until nobody makes tables, and keeps them from beginning until its end.
-- @returns one
-- @column open boolean null
select own_gate() as open
