-- Generated from the function release_attempt() and its comment by npm run generate. Do not edit.
-- @name items/release-attempt
-- @call releaseAttempt
-- @about Uncounts an attempt that failed without a fault of the item.
-- @param item bigint
-- @returns none
select release_attempt($1::bigint)
