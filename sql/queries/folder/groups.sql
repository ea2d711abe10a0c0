-- @name folder/groups
-- @call groupsOf
-- @about The groups that a record is in.
-- @param entity bigint
-- @param limit integer
-- @returns many
-- @column hid text not-null
-- @column name text not-null
-- @column status text null
select grp_hid as hid, grp_name as name, lookup_value(member_status) as status
from member join grp on grp_id = member_grp join entity on entity_id = grp_id
where member_entity = $1::bigint and entity_deleted is null order by grp_name, grp_id limit $2::integer
