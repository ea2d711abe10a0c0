-- @name load/end
-- @call endLoad
-- @about Notes what became of the file of this transaction; one that changed nothing is not noted.
-- @param new integer
-- @param filled integer
-- @param same integer
-- @param held integer
-- @returns one
-- @column noted boolean null
select end_load($1::integer, $2::integer, $3::integer, $4::integer) as noted
