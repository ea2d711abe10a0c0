-- Generated from the function set_duplicate_points() and its comment by npm run generate. Do not edit.
-- @name duplicates/tune
-- @call tuneDuplicates
-- @about Sets the points of a rule, -1 to 1; false if there is no such rule.
-- @param rule text Its name
-- @param points numeric -1 to 1; the shipped value changes nothing
-- @returns one
-- @column done boolean null
select set_duplicate_points($1::text, $2::numeric) as done
