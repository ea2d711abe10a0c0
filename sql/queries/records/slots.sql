-- Generated from the function record_slots() and its comment by npm run generate. Do not edit.
-- @name records/slots
-- @call recordSlots
-- @about The slots of a record as a command states them, with the caller's rights.
-- @param entity bigint
-- @returns one
-- @column slots jsonb null
-- @shape Record<string, unknown>
select record_slots($1::bigint) as slots
