-- @name verify/lives
-- @call lifeFaults
-- @about Rows that contradict each other.
-- @returns many
-- @column fault text checked
-- @column number bigint checked
select fault, number from verify_lives()
