-- @name groups/members
-- @about The members of a group.
-- @use people
-- @param key text Human id or uuid
-- @param limit integer=100 How many
-- @returns many
-- @column entity bigint not-null Entity
-- @column hid text null Human id
-- @column name text not-null Name
-- @column status text null Status
-- @column since date null Since
select entity_id as entity, record_hid(entity_id) as hid, entity_name as name,
  lookup_value(member_status) as status, member_since::date as since
from member join entity on entity_id = member_entity where member_grp = find_entity($1::text) and entity_deleted is null
order by entity_name, entity_id limit $2::integer
