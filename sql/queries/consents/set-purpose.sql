-- Generated from the function set_purpose() and its comment by npm run generate. Do not edit.
-- @name consents/set-purpose
-- @call setPurpose
-- @about Adds a purpose that people are asked about in their own form, or changes its words: name, words by language. False where a new one has no English words.
-- @param name text
-- @param labels jsonb
-- @shape Record<string, string>
-- @returns one
-- @column set boolean checked
select set_purpose($1::text, $2::jsonb) as set
