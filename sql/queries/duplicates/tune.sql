-- @name duplicates/tune
-- @call tuneDuplicates
-- @about Tunes a rule by which duplicates are scored.
-- @param rule text Its name
-- @param points numeric -1 to 1; as shipped it changes nothing
-- @returns one
-- @column done boolean null
select set_duplicate_points($1::text, $2::numeric) as done
