-- Generated from the function queue_answers() and its comment by npm run generate. Do not edit.
-- @name letters/answer
-- @call queueAnswers
-- @about Queues acknowledgements of replies to the addresses of their packets, once per outcome; returns how many are new.
-- @param letters jsonb [{reply, letter, digest, bytes in base64}]
-- @shape { reply: number, letter: string, digest: string, bytes: string }[]
-- @returns one
-- @column queued bigint checked
select queue_answers($1::jsonb) as queued
