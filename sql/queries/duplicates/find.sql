-- Generated from the function find_duplicates() and its comment by npm run generate. Do not edit.
-- @name duplicates/find
-- @call findDuplicates
-- @about Searches for pairs of people that may be the same person, only for new people or among all; returns the number of open pairs of this score or more.
-- @param least numeric Least score
-- @param all boolean Compare everybody again
-- @returns one
-- @column pairs bigint null Open pairs
select find_duplicates($1::numeric, $2::boolean) as pairs
