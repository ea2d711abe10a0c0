-- @name folder/held
-- @call heldOf
-- @about What is held for a record, oldest first; for the office.
-- @param entity bigint
-- @param limit integer
-- @returns many
-- @column change bigint not-null
-- @column slot text not-null
-- @column sender text not-null
-- @column received timestamptz not-null
select change_id as change, change_slot as slot, s.entity_name as sender, reply_received as received
from change join reply on reply_id = change_reply join packet on packet_id = change_packet
join entity s on s.entity_id = packet_recipient
where change_entity = $1::bigint and change_outcome = 'held' order by change_id limit $2::integer
