-- Generated from the function queue_again() and its comment by npm run generate. Do not edit.
-- @name letters/again
-- @call queueAgain
-- @about Queues a reply's last acknowledgement again, if it went out over an hour ago and was not repeated three times.
-- @param reply bigint
-- @returns one
-- @column queued boolean null
select queue_again($1::bigint) as queued
