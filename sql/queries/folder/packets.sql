-- @name folder/packets
-- @call packetsOf
-- @about Packets of a record, newest first.
-- @param entity bigint
-- @param limit integer
-- @returns many
-- @column packet text not-null
-- @column form text not-null
-- @column recipient text not-null
-- @column status text checked
-- @column issued timestamptz not-null
-- @column expires timestamptz not-null
select packet_hid as packet, form_name as form, r.entity_name as recipient, case when packet_status <> 'open' then packet_status
    when exists (select from reply where reply_packet = packet_id) then 'answered' when packet_expires <= now() then 'expired'
    else 'open' end as status, packet_issued as issued, packet_expires as expires
from packet join form on form_id = packet_form join entity r on r.entity_id = packet_recipient
-- one that stands for a command was never sent, and expired as it was made
where packet_entity = $1::bigint and packet_kind <> 'load' and packet_expires > packet_issued + interval '1 second'
order by packet_id desc limit $2::integer
