-- Generated from the function token_address() and its comment by npm run generate. Do not edit.
-- @name tokens/address
-- @call tokenAddress
-- @about The address for which a token was made: {purpose, mark, mailto, kind, packet, language, live}; null for an unknown one.
-- @param token text
-- @returns one
-- @column address jsonb null
-- @shape TokenAddress
select token_address($1::text) as address
