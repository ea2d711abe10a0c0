-- @name duplicates/find
-- @call findDuplicates
-- @about Looks for pairs of people that may be one.
-- @use program
-- @param least numeric Least score
-- @param all boolean Whether everybody is compared again
-- @returns one
-- @column pairs bigint null Open pairs
select find_duplicates($1::numeric, $2::boolean) as pairs
