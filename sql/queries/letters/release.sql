-- @name letters/release
-- @call releaseLetters
-- @about Queues the letters that a restore had parked.
-- @returns one
-- @column released integer null
select release_letters() as released
