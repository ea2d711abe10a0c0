-- Generated from the function drop_letters() and its comment by npm run generate. Do not edit.
-- @name letters/drop
-- @call dropLetters
-- @about Deletes the bytes of letters that went out, or were given up, over a week ago; returns their number.
-- @param limit integer
-- @returns one
-- @column dropped integer null
select drop_letters($1::integer) as dropped
