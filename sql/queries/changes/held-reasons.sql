-- @name changes/held-reasons
-- @call heldReasons
-- @about How many changes are held for each reason, the oldest reason first.
-- @returns many
-- @column reason text checked Reason
-- @column count bigint checked How many
select coalesce(change_reason, '') as reason, count(*) as count from change where change_outcome = 'held'
group by change_reason order by min(change_id)
