-- @name duplicates/merges
-- @call recordMerges
-- @about Records that were merged, newest first.
-- @use people
-- @param limit integer=100 How many
-- @returns many
-- @column merge bigint not-null Merge
-- @column kept text null Stays
-- @column kept_name text not-null Name
-- @column lost text null Merged record
-- @column lost_name text not-null Name
-- @column at timestamptz not-null When
-- @column by name not-null Who
-- @column undone timestamptz null Undone
select record_merge_id as merge, record_hid(record_merge_kept) as kept, k.entity_name as kept_name,
  record_hid(record_merge_lost) as lost, l.entity_name as lost_name,
  record_merge_at as at, record_merge_by as by, record_merge_undone as undone
from record_merge join entity k on k.entity_id = record_merge_kept join entity l on l.entity_id = record_merge_lost
order by record_merge_id desc limit $1::integer
