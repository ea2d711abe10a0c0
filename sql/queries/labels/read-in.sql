-- Generated from the function read_in() and its comment by npm run generate. Do not edit.
-- @name labels/read-in
-- @call readIn
-- @about Says the language of labels for the rest of the transaction.
-- @param language text Language
-- @returns one
-- @column language text null
select read_in($1::text) as language
