-- Generated from the function note_receipts() and its comment by npm run generate. Do not edit.
-- @name receipts/note
-- @call noteReceipts
-- @about Notes the receipts of items that were read: [{item, receipt}].
-- @param receipts jsonb
-- @shape { item: number, receipt: string }[]
-- @returns none
select note_receipts($1::jsonb)
