-- @name queries/old-names
-- @call oldNames
-- @about Queries that people stored with the earlier name of a table or column.
-- @returns many
-- @column query text not-null Name
-- @column owner name not-null Owner
-- @column earlier text null Earlier name
-- @column now text null Name now
select query_hid as query, query_owner as owner, earlier, now
from query join (values ('arrow', 'state_transition'), ('arrow_id', 'state_transition_id'), ('arrow_hid', 'state_transition_hid'),
  ('arrow_table', 'state_transition_table'), ('arrow_from', 'state_transition_from'), ('arrow_to', 'state_transition_to'),
  ('arrow_why', 'state_transition_why'), ('arrow_list', 'state_transition_list'), ('arrow_combo', 'state_transition_combo'),
  ('item_door', 'item_channel')) renamed (earlier, now) on query_sql ~* ('\m' || earlier || '\M')
where not query_shipped order by query_hid, earlier
