-- Generated from the function file_disagreements() and its comment by npm run generate. Do not edit.
-- @name load/disagreements
-- @call disagreements
-- @about Those of some deals whose amount and lines do not agree, as they would be at the end of the transaction.
-- @param deals jsonb
-- @shape number[]
-- @returns many
-- @column deal bigint checked
select deal from file_disagreements($1::jsonb)
