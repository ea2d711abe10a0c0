-- @name packets/records
-- @call packetRecords
-- @about Records that packets are of.
-- @param packets jsonb Their public ids
-- @shape string[]
-- @returns many
-- @column packet text checked
-- @column entity bigint checked
select packet, entity from packet_records($1::jsonb)
