-- Generated from the function item_state() and its comment by npm run generate. Do not edit.
-- @name items/state
-- @call itemState
-- @about State of an item by the hash of its bytes; null for an unknown one.
-- @param hash text
-- @returns one
-- @column state text null
-- @shape ItemState
select item_state($1::text) as state
