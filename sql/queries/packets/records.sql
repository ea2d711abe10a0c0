-- @name packets/records
-- @about Records that packets are of.
-- @param packets jsonb Their public ids
-- @returns many
-- @column packet text null
-- @column entity bigint null
select packet, entity from packet_records($1::jsonb)
