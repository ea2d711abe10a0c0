-- Generated from the function token_address() and its comment by npm run generate. Do not edit.
-- @name tokens/address
-- @call tokenAddress
-- @about Whom a token was made for: {purpose, mark, mailto, kind, packet, language, live}; null for one that is not known.
-- @param token text
-- @returns one
-- @column address jsonb null
-- @shape TokenAddress
select token_address($1::text) as address
