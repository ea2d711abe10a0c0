-- @name packets/holder
-- @call packetHolder
-- @about To whom an open packet went, by a letter about it or by its id.
-- @param letter text null
-- @param packet text null
-- @returns one
-- @column holder jsonb null
-- @shape { mailto: string, packet: string, packet_id: number, language: string }
select packet_holder($1::text, $2::text) as holder
