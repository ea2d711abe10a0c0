-- @name people/recent
-- @about Records that changed last.
-- @use people
-- @param limit integer=100 How many
-- @returns many
-- @column entity bigint not-null Entity
-- @column hid text null Human id
-- @column name text not-null Name
-- @column type text not-null Type
-- @column changed timestamptz not-null Changed
select entity_id as entity, record_hid(entity_id) as hid, entity_name as name, entity_type_hid as type, entity_changed as changed
from entity join entity_type on entity_type_id = entity_type where entity_deleted is null
order by entity_changed desc, entity_id limit $1::integer
