-- Generated from the function letter_done() and its comment by npm run generate. Do not edit.
-- @name letters/done
-- @call letterDone
-- @about Marks a queued letter as sent, or as failed with a problem code, and with the status that refused its recipient.
-- @param letter bigint
-- @param problem text null
-- @param refused text null
-- @returns none
select letter_done($1::bigint, $2::text, $3::text)
