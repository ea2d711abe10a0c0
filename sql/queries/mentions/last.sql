-- Generated from the function mentions_last() and its comment by npm run generate. Do not edit.
-- @name mentions/last
-- @call lastMention
-- @about The last note that mentions the caller, or 0.
-- @use people
-- @returns one
-- @column mention bigint null Number
select mentions_last() as mention
