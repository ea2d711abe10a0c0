-- @name packets/left
-- @call packetsLeft
-- @about Open packets of a record that colleagues who left have, and nobody got instead.
-- @param entity bigint
-- @returns many
-- @column packet text null
-- @column record text null Its uuid
-- @column form text null
select packet, record, form from packets_left($1::bigint)
