-- @name letters/done
-- @about Marks a queued letter as sent, or as failed.
-- @param letter bigint
-- @param problem text
-- @returns none
select letter_done($1::bigint, $2::text)
