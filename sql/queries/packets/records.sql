-- Generated from the function packet_records() and its comment by npm run generate. Do not edit.
-- @name packets/records
-- @call packetRecords
-- @about The records of packets: replies to one record are merged one after the other.
-- @param packets jsonb Their public ids
-- @shape string[]
-- @returns many
-- @column packet text checked
-- @column entity bigint checked
select packet, entity from packet_records($1::jsonb)
