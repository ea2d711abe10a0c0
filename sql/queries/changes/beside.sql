-- @name changes/beside
-- @call changesBeside
-- @about What became of the rest of the answer that a change came with.
-- @param change bigint
-- @returns many
-- @column slot text not-null Slot
-- @column wanted jsonb null Wanted
-- @shape unknown
-- @column outcome text not-null What became of it
-- @column reason text null Reason
select other.change_slot as slot, nullif(other.change_new, 'null') as wanted, other.change_outcome as outcome, other.change_reason as reason
from change asked join change other on other.change_reply = asked.change_reply and other.change_id <> asked.change_id
where asked.change_id = $1::bigint and other.change_outcome not in ('untouched', 'superseded')
order by other.change_id limit 30
