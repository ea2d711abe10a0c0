-- Generated from the function packets_gone() and its comment by npm run generate. Do not edit.
-- @name packets/gone
-- @call packetsGone
-- @about Those of these packets that left as a file or on paper.
-- @param packets jsonb Their public ids
-- @shape string[]
-- @returns many
-- @column packet text checked
select packet from packets_gone($1::jsonb)
