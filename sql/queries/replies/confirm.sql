-- Generated from the function apply_confirmation() and its comment by npm run generate. Do not edit.
-- @name replies/confirm
-- @call applyConfirmation
-- @about Applies the changes of a reply that waited for stronger evidence: hash of the confirming token. Returns the result of apply_reply.
-- @param token text
-- @param received timestamptz Time of the confirmation
-- @returns one
-- @column outcome jsonb checked
-- @shape Applied
select apply_confirmation($1::text, $2::timestamptz) as outcome
