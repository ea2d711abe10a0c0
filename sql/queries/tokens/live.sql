-- Generated from the function live_tokens() and its comment by npm run generate. Do not edit.
-- @name tokens/live
-- @call liveTokens
-- @about Hashes of the live tokens, a page at a time, so that the intake can recognise them.
-- @param after text
-- @param limit integer
-- @returns many
-- @column hash text checked
select hash from live_tokens($1::text, $2::integer)
