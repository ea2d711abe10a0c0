-- Generated from the function wrong_values() and its comment by npm run generate. Do not edit.
-- @name verify/values
-- @call valueFaults
-- @about Rows with values that were there before their checks: whose, what is wrong, and how many there are in all.
-- @param limit integer
-- @returns many
-- @column record text checked
-- @column fault text checked
-- @column count bigint checked
select record, fault, count from wrong_values($1::integer)
