-- @name groups/list
-- @about Groups (lists, segments, campaigns, households, tags) with their numbers of members.
-- @use people
-- @returns many
-- @column entity bigint not-null Entity
-- @column hid text not-null Human id
-- @column name text not-null Name
-- @column kind text null Kind
-- @column members bigint null Members
select grp_id as entity, grp_hid as hid, grp_name as name, lookup_value(grp_kind) as kind, count(member_id) as members
from grp join entity on entity_id = grp_id left join member on member_grp = grp_id where entity_deleted is null
group by grp_id, grp_hid, grp_name, grp_kind order by grp_name, grp_id
