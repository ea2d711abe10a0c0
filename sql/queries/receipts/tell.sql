-- Generated from the function tell_receipts() and its comment by npm run generate. Do not edit.
-- @name receipts/tell
-- @call tellReceipts
-- @about Numbers what has to be told of receipts, where it changed; the caller holds the import lock.
-- @returns one
-- @column told bigint checked
select tell_receipts() as told
