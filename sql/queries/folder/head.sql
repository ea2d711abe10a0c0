-- @name folder/head
-- @call folderHead
-- @about A record, whose it is and what it stands under; nothing where the acting role does not see it.
-- @param key text Human id or uuid
-- @returns maybe
-- @column entity bigint not-null
-- @column hid text null
-- @column name text not-null
-- @column type text not-null
-- @column type_name text checked
-- @column version integer not-null
-- @column owner text null Short name
-- @column owner_name text null
-- @column parent text null Human id
-- @column parent_name text null
-- @column deleted timestamptz null
-- @column changed timestamptz not-null
-- @column no_letters text null
-- @column confirmed text null
select e.entity_id as entity, record_hid(e.entity_id) as hid, e.entity_name as name, entity_type_hid as type,
  type_label(entity_type_hid) as type_name,
  e.entity_version as version, staff_hid as owner, staff_name as owner_name, record_hid(p.entity_id) as parent,
  p.entity_name as parent_name, e.entity_deleted as deleted, e.entity_changed as changed, no_letters(e.entity_id)::text as no_letters,
  confirmed_on(e.entity_id)::text as confirmed
from entity e join entity_type on entity_type_id = e.entity_type
left join staff on staff_id = e.entity_owner left join entity p on p.entity_id = e.entity_parent
where e.entity_id = seen_entity($1::text) and has_table_privilege(entity_type_table::text, 'select')
