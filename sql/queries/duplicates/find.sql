-- Generated from the function find_duplicates() and its comment by npm run generate. Do not edit.
-- @name duplicates/find
-- @call findDuplicates
-- @about Looks for pairs of people that may be one, beside those who are new or among all; returns how many open pairs of this score or more there are.
-- @param least numeric Least score
-- @param all boolean Whether everybody is compared again
-- @returns one
-- @column pairs bigint null Open pairs
select find_duplicates($1::numeric, $2::boolean) as pairs
