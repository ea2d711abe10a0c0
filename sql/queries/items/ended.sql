-- @name items/ended
-- @call endedItems
-- @about Which of these items have their final state.
-- @param hashes jsonb
-- @shape string[]
-- @returns many
-- @column hash text checked
select hash from ended_items($1::jsonb)
