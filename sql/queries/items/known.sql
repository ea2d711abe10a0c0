-- Generated from the function known_items() and its comment by npm run generate. Do not edit.
-- @name items/known
-- @call knownItems
-- @about Those of these items that the database knows.
-- @param hashes jsonb
-- @shape string[]
-- @returns many
-- @column hash text checked
select hash from known_items($1::jsonb)
