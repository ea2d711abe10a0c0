-- @name packets/post
-- @about Queues the letter of a packet opened in this transaction.
-- @param packet bigint
-- @param digest text Of the packet file with its token masked
-- @param letter text
-- @param letter_digest text
-- @param bytes bytea
-- @returns one
-- @column letter bigint null
select post_packet($1::bigint, $2::text, $3::text, $4::text, $5::bytea) as letter
