-- @name folder/members
-- @call membersOf
-- @about The members of a group.
-- @param entity bigint
-- @param limit integer
-- @returns many
-- @column hid text null
-- @column name text not-null
-- @column status text null
select record_hid(entity_id) as hid, entity_name as name, lookup_value(member_status) as status
from member join entity on entity_id = member_entity
where member_grp = $1::bigint and entity_deleted is null order by member_id desc limit $2::integer
