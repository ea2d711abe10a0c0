-- Generated from the function choose_copies() and its comment by npm run generate. Do not edit.
-- @name replies/choose
-- @call chooseCopies
-- @about The copies of one packet that count: {states, replies}. states: false if all came back unchanged. replies: one; or those that disagree, each with its number as "copy", to be held.
-- @param copies jsonb Replies to one packet
-- @shape unknown[]
-- @returns one
-- @column chosen jsonb checked
-- @shape { states: boolean, replies: Record<string, unknown>[] }
select choose_copies($1::jsonb) as chosen
