-- @name tokens/address
-- @call tokenAddress
-- @about Whom a token was made for.
-- @param token text
-- @returns one
-- @column address jsonb null
-- @shape TokenAddress
select token_address($1::text) as address
