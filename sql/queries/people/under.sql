-- @name people/under
-- @about The records under a record, level by level.
-- @use people
-- @param key text Human id or uuid
-- @returns many
-- @column entity bigint not-null Entity
-- @column hid text null Human id
-- @column name text not-null Name
-- @column type text not-null Type
-- @column depth integer null Depth
select e.entity_id as entity, record_hid(e.entity_id) as hid, e.entity_name as name, entity_type_hid as type,
  (length(e.entity_path) - length(replace(e.entity_path, '/', ''))) - (length(r.entity_path) - length(replace(r.entity_path, '/',
    ''))) as depth
from entity r join entity e on e.entity_path like r.entity_path || '_%' join entity_type on entity_type_id = e.entity_type
where r.entity_id = find_entity($1::text) and e.entity_deleted is null order by e.entity_path
