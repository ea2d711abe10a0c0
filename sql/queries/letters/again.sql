-- @name letters/again
-- @call queueAgain
-- @about Queues a reply's last acknowledgement again after a repeat, within limits.
-- @param reply bigint
-- @returns one
-- @column queued boolean null
select queue_again($1::bigint) as queued
