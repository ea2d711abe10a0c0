-- @name packets/unanswered
-- @about Open packets without an answer, oldest first.
-- @use people
-- @param limit integer=100 How many
-- @returns many
-- @column packet text not-null Packet
-- @column name text not-null Record
-- @column recipient text not-null To
-- @column issued timestamptz not-null Issued
-- @column expires timestamptz not-null Expires
select packet_hid as packet, e.entity_name as name, r.entity_name as recipient, packet_issued as issued, packet_expires as expires
from packet join entity e on e.entity_id = packet_entity join entity r on r.entity_id = packet_recipient
where packet_status = 'open' and packet_expires > now() and not exists (select from reply where reply_packet = packet_id)
order by packet_issued, packet_id limit $1::integer
