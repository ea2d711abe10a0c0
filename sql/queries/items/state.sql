-- @name items/state
-- @call itemState
-- @about State of an item by the hash of its bytes.
-- @param hash text
-- @returns one
-- @column state text null
-- @shape ItemState
select item_state($1::text) as state
