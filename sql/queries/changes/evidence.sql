-- @name changes/evidence
-- @call changeEvidence
-- @about How a change came in: its record, the proof of its sender, the channel, and the days of the packet.
-- @param change bigint
-- @returns maybe
-- @column record text null Human id of the record
-- @column evidence text not-null weak or strong
-- @shape 'weak' | 'strong'
-- @column sealed boolean not-null Whether its sender's page sealed it
-- @column channel text null Channel of its item; null where a file was loaded
-- @column item text null Its item
-- @column issued timestamptz not-null When the packet went out
-- @column expires timestamptz not-null Its last day
select record_hid(change_entity) as record, reply_evidence as evidence, reply_sealed as sealed, item_channel as channel,
  item_hid as item, packet_issued as issued, packet_expires as expires
from change join reply on reply_id = change_reply join packet on packet_id = change_packet left join item on item_id = reply_item
where change_id = $1::bigint
