-- @name records/owned
-- @call ownedRecords
-- @about Records that a staff member owns; a record under another of them comes with that one.
-- @use program
-- @param staff text Staff member
-- @returns many
-- @column record text not-null Its uuid
select e.entity_uuid as record
from entity e left join entity p on p.entity_id = e.entity_parent
where e.entity_owner = (select staff_id from staff where staff_hid = $1::text) and p.entity_owner is distinct from e.entity_owner
  and e.entity_deleted is null
order by e.entity_id
