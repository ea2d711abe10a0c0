-- @name runs/items
-- @call runItems
-- @about The items that came in or ended in a run, and what became of them.
-- @param run bigint
-- @param after bigint Those after this number
-- @param limit integer
-- @returns many
-- @column number bigint not-null
-- @column item text not-null
-- @column channel text not-null
-- @column state text not-null
-- @column received timestamptz not-null
-- @column problem text null
-- @column record text null Record that its reply is about
-- @column sender text null Sender of its reply
select item_id as number, item_hid as item, item_channel as channel, item_state as state, item_received as received,
  item_problem as problem, about.record, about.sender
from (select item_id as picked from item where item_ended_run = $1::bigint
  union select item_id from item where item_pulled_run = $1::bigint) of_run
join item on item_id = picked
left join lateral (select e.entity_name as record, s.entity_name as sender from reply join packet on packet_id = reply_packet
  join entity e on e.entity_id = packet_entity join entity s on s.entity_id = packet_recipient
  where reply_item = item_id order by reply_id limit 1) about on true
where item_id > $2::bigint order by item_id limit $3::integer
