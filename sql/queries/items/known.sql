-- @name items/known
-- @about Which of these items the database knows.
-- @param hashes jsonb
-- @returns many
-- @column hash text null
select hash from known_items($1::jsonb)
