-- @name replies/confirm
-- @call applyConfirmation
-- @about Lets in what of a reply waited for stronger evidence.
-- @param token text
-- @param received timestamptz When the confirmation came
-- @returns one
-- @column outcome jsonb checked
-- @shape Applied
select apply_confirmation($1::text, $2::timestamptz) as outcome
