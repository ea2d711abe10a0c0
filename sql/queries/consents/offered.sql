-- Generated from the function offered_purposes() and its comment by npm run generate. Do not edit.
-- @name consents/offered
-- @call offeredPurposes
-- @about The purposes that an intake offers to stop one by one: word, words by language.
-- @returns many
-- @column purpose text checked
-- @column labels jsonb checked
-- @shape Record<string, string>
select purpose, labels from offered_purposes()
