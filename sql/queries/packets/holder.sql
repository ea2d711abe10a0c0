-- Generated from the function packet_holder() and its comment by npm run generate. Do not edit.
-- @name packets/holder
-- @call packetHolder
-- @about The recipient of an open packet, found by a letter about it or by its id: {mailto, packet, packet_id, language}; null if there is none.
-- @param letter text null
-- @param packet text null
-- @returns one
-- @column holder jsonb null
-- @shape { mailto: string, packet: string, packet_id: number, language: string }
select packet_holder($1::text, $2::text) as holder
