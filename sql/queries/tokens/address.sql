-- @name tokens/address
-- @about Whom a token was made for.
-- @param token text
-- @returns one
-- @column address jsonb null
select token_address($1::text) as address
