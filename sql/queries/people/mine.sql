-- @name people/mine
-- @about Records that the acting staff member owns.
-- @use people
-- @param limit integer=100 How many
-- @returns many
-- @column entity bigint not-null Entity
-- @column hid text null Human id
-- @column name text not-null Name
-- @column type text not-null Type
select entity_id as entity, coalesce(person_hid, organization_hid) as hid, entity_name as name, entity_type_hid as type
from entity join entity_type on entity_type_id = entity_type
left join person on person_id = entity_id
left join organization on organization_id = entity_id
where entity_owner = my_staff() and entity_deleted is null
order by entity_name, entity_id limit $1::integer
