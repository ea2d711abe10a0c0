-- @name packets/revoke
-- @call revokePacket
-- @about Revokes an open packet: replies to it are refused from now on.
-- @param packet text
-- @returns one
-- @column revoked boolean null
select revoke_packet($1::text) as revoked
