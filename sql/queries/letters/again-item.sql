-- Generated from the function queue_again_item() and its comment by npm run generate. Do not edit.
-- @name letters/again-item
-- @call queueAgainItem
-- @about Queues the acknowledgement of the reply that an item held again, as for a repeat.
-- @param hash text
-- @returns one
-- @column queued boolean null
select queue_again_item($1::text) as queued
