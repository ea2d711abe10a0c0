-- Generated from the function purposes() and its comment by npm run generate. Do not edit.
-- @name consents/purposes
-- @call purposes
-- @about The purposes that people are asked about in their own form: word, English words, languages.
-- @returns many
-- @column purpose text checked
-- @column words text checked
-- @column languages text checked
select purpose, words, languages from purposes()
