-- @name packets/list
-- @call listPackets
-- @about Work packets, newest first. A packet counts as answered once a reply came, with any outcome.
-- @use people
-- @param limit integer=100 How many
-- @returns many
-- @column packet text not-null Packet
-- @column record text not-null Record
-- @column recipient text not-null Sent to
-- @column status text checked Status
-- @column carrier text checked By
-- @column issued timestamptz not-null Issued
-- @column expires timestamptz not-null Expires
-- @column replies bigint null Replies
-- @column answered timestamptz null Answered
select packet_hid as packet, e.entity_name as record, r.entity_name as recipient, case when packet_status <> 'open' then packet_status
    when not staff_active then 'parked' when answers.count > 0 then 'answered' when packet_expires <= now() then 'expired'
      else 'open' end as status, coalesce(packet_carrier, case packet_kind when 'edit' then 'here' else 'letter' end) as carrier,
  packet_issued as issued, packet_expires as expires, answers.count as replies, answers.newest as answered
from packet join entity e on e.entity_id = packet_entity join entity r on r.entity_id = packet_recipient
left join staff on staff_id = packet_recipient,
  lateral (select count(*) as count, max(reply_received) as newest from reply where reply_packet = packet_id) answers
-- one that stands for a command was never sent, and expired as it was made
where packet_kind <> 'load' and packet_expires > packet_issued + interval '1 second'
order by packet_id desc limit $1::integer
