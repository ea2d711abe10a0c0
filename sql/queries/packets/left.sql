-- Generated from the function packets_left() and its comment by npm run generate. Do not edit.
-- @name packets/left
-- @call packetsLeft
-- @about Open packets, of a record and what went along with it, of colleagues who left, and which nobody has got instead: for whom the record is handed to.
-- @param entity bigint
-- @returns many
-- @column packet text null
-- @column record text null Its uuid
-- @column form text null
select packet, record, form from packets_left($1::bigint)
