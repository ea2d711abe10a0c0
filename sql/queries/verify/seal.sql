-- Generated from the function seal_audit() and its comment by npm run generate. Do not edit.
-- @name verify/seal
-- @call sealAudit
-- @about Appends a sealed block over all finished, unsealed audit rows; returns their number.
-- @returns one
-- @column sealed integer null
select seal_audit() as sealed
