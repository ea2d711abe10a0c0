-- Generated from the function verify_states() and its comment by npm run generate. Do not edit.
-- @name verify/states
-- @call stateFaults
-- @about Rows that contradict each other; no rows is good.
-- @returns many
-- @column fault text checked
-- @column number bigint checked
select fault, number from verify_states()
