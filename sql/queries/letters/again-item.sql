-- Generated from the function queue_again_item() and its comment by npm run generate. Do not edit.
-- @name letters/again-item
-- @call queueAgainItem
-- @about Queues the acknowledgement of a repeated item's reply again.
-- @param hash text
-- @returns one
-- @column queued boolean null
select queue_again_item($1::text) as queued
