-- @name folder/under
-- @call recordsUnder
-- @about The records right under a record.
-- @param entity bigint
-- @param limit integer
-- @returns many
-- @column hid text null
-- @column name text not-null
-- @column type text not-null
-- @column type_name text checked
select record_hid(entity_id) as hid, entity_name as name, entity_type_hid as type, type_label(entity_type_hid) as type_name
from entity join entity_type on entity_type_id = entity_type
where entity_parent = $1::bigint and entity_deleted is null order by entity_name, entity_id limit $2::integer
