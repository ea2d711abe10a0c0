-- Generated from the function packets_left() and its comment by npm run generate. Do not edit.
-- @name packets/left
-- @call packetsLeft
-- @about Open packets of a record, and of the records handed over with it, whose recipients have left, without a packet to a successor: for the new owner.
-- @param entity bigint
-- @returns many
-- @column packet text null
-- @column record text null Its uuid
-- @column form text null
select packet, record, form from packets_left($1::bigint)
