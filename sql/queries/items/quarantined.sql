-- @name items/quarantined
-- @call quarantinedItems
-- @about Items that could not be imported, oldest first.
-- @use people
-- @returns many
-- @column item text not-null Item
-- @column received timestamptz not-null Received
-- @column channel text not-null Channel
-- @column size bigint not-null Bytes
-- @column attempts integer not-null Attempts
-- @column problem text null Problem
-- @column message text null Message
-- @column seen timestamptz null Seen at
select item_hid as item, item_received as received, item_channel as channel, item_size as size, item_attempts as attempts,
  item_problem as problem, item_message as message, item_seen as seen
from item where item_state = 'quarantined' order by item_id
