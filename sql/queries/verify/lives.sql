-- Generated from the function verify_lives() and its comment by npm run generate. Do not edit.
-- @name verify/lives
-- @call lifeFaults
-- @about Rows that contradict each other; no rows is good.
-- @returns many
-- @column fault text checked
-- @column number bigint checked
select fault, number from verify_lives()
