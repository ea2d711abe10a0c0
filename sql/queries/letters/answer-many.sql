-- @name letters/answer-many
-- @about Queues acknowledgements of replies, once per outcome.
-- @param letters jsonb [{reply, letter, digest, bytes in base64}]
-- @returns one
-- @column queued bigint null
select queue_answers($1::jsonb) as queued
