-- Generated from the function choose_copies() and its comment by npm run generate. Do not edit.
-- @name replies/choose
-- @call chooseCopies
-- @about Which of several copies of one packet count: {states, replies}. states: false where all came back as they were. replies: one; or those that disagree, each with its number as "copy", to be held.
-- @param copies jsonb Replies to one packet
-- @shape unknown[]
-- @returns one
-- @column chosen jsonb checked
-- @shape { states: boolean, replies: Record<string, unknown>[] }
select choose_copies($1::jsonb) as chosen
