-- @name items/show
-- @call showItem
-- @about One item by the beginning of its hash: its state, and where it came from.
-- @param start text At least its first 8 digits
-- @returns many
-- @column item text not-null
-- @column channel text not-null
-- @column state text not-null
-- @column size bigint not-null
-- @column received timestamptz not-null
-- @column ended timestamptz null
-- @column problem text null
-- @column message text null
-- @column seen timestamptz null
-- @column run bigint null Run in which it ended
select item_hid as item, item_channel as channel, item_state as state, item_size as size, item_received as received,
  item_ended as ended, item_problem as problem, item_message as message, item_seen as seen, item_ended_run as run
from item where item_hid >= $1::text and item_hid < $1::text || 'g' order by item_hid limit 2
