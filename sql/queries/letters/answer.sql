-- @name letters/answer
-- @call queueAnswer
-- @about Queues the acknowledgement of a reply, once per outcome.
-- @param reply bigint
-- @param letter text
-- @param digest text
-- @param bytes bytea
-- @returns one
-- @column queued boolean null
select queue_answer($1::bigint, $2::text, $3::text, $4::bytea) as queued
