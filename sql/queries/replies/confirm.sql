-- @name replies/confirm
-- @about Lets in what of a reply waited for stronger evidence.
-- @param token text
-- @returns one
-- @column outcome jsonb null
select apply_confirmation($1::text) as outcome
