-- Generated from the function revoke_packet() and its comment by npm run generate. Do not edit.
-- @name packets/revoke
-- @call revokePacket
-- @about Revokes an open packet; false if there is none.
-- @param packet text
-- @returns one
-- @column revoked boolean null
select revoke_packet($1::text) as revoked
