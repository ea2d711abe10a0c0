-- @name duplicates/find
-- @about Looks for pairs of people that may be one.
-- @use program
-- @param least integer Least score in per cent
-- @returns one
-- @column pairs bigint null Open pairs
select find_duplicates($1::integer / 100.0) as pairs
