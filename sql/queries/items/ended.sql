-- @name items/ended
-- @about Which of these items have their final state.
-- @param hashes jsonb
-- @returns many
-- @column hash text null
select hash from ended_items($1::jsonb)
