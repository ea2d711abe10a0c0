-- @name duplicates/different
-- @call decideDifferent
-- @about Remembers that two records are two.
-- @use program
-- @param pair bigint Pair
-- @returns one
-- @column done boolean null Whether it was open
select decide_different($1::bigint) as done
