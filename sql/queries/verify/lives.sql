-- @name verify/lives
-- @about Rows that contradict each other.
-- @returns many
-- @column fault text null
-- @column number bigint null
select fault, number from verify_lives()
