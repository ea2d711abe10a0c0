-- Generated from the function packet_guard() and its comment by npm run generate. Do not edit.
-- @name packets/guard
-- @call packetGuard
-- @about How letters about a packet are protected: {protection, pgp_key}; of passphrase they tell numbers alone.
-- @param packet bigint
-- @returns one
-- @column guard jsonb checked
-- @shape Guard
select packet_guard($1::bigint) as guard
