-- Generated from the function apply_confirmation() and its comment by npm run generate. Do not edit.
-- @name replies/confirm
-- @call applyConfirmation
-- @about Lets in what of a reply waited for stronger evidence: hash of the confirming token. Gives what apply_reply gives.
-- @param token text
-- @param received timestamptz When the confirmation came
-- @returns one
-- @column outcome jsonb checked
-- @shape Applied
select apply_confirmation($1::text, $2::timestamptz) as outcome
