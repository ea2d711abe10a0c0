-- Generated from the function ended_items() and its comment by npm run generate. Do not edit.
-- @name items/ended
-- @call endedItems
-- @about Those of these items that have their final state, and may be acknowledged to the intake.
-- @param hashes jsonb
-- @shape string[]
-- @returns many
-- @column hash text checked
select hash from ended_items($1::jsonb)
