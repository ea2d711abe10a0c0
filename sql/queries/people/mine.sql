-- @name people/mine
-- @about Records that the acting staff member owns.
-- @use people
-- @param limit integer=100 How many
-- @returns many
-- @column entity bigint not-null Entity
-- @column hid text null Human id
-- @column name text not-null Name
-- @column type text not-null Type
select entity_id as entity,
  -- asked of the rows that are shown, not of all
  coalesce((select person_hid from person where person_id = entity_id), (select organization_hid from organization
    where organization_id = entity_id)) as hid,
  entity_name as name, entity_type_hid as type
from entity join entity_type on entity_type_id = entity_type
where entity_owner = (select my_staff()) and entity_deleted is null
order by entity_name, entity_id limit $1::integer
