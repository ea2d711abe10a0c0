-- @name letters/done
-- @call letterDone
-- @about Marks a queued letter as sent, or as failed; with the status by which a mail server refused its recipient.
-- @param letter bigint
-- @param problem text null
-- @param refused text null
-- @returns none
select letter_done($1::bigint, $2::text, $3::text)
