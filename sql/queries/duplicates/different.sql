-- Generated from the function decide_different() and its comment by npm run generate. Do not edit.
-- @name duplicates/different
-- @call decideDifferent
-- @about Marks a pair of records as different; false if the pair is not open.
-- @param pair bigint Pair
-- @returns one
-- @column done boolean null Whether it was open
select decide_different($1::bigint) as done
