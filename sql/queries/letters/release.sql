-- Generated from the function release_letters() and its comment by npm run generate. Do not edit.
-- @name letters/release
-- @call releaseLetters
-- @about Queues the letters that a restore has parked; returns their number.
-- @returns one
-- @column released integer null
select release_letters() as released
