-- @name people/find
-- @call findRecord
-- @about The record with this human id or uuid, as the acting role sees it.
-- @use people
-- @param key text Human id or uuid
-- @returns maybe
-- @column entity bigint not-null Entity
-- @column uuid text not-null Uuid
-- @column name text not-null Name
-- @column type text not-null Type
-- @column version integer not-null Version
-- @column owner text null Owner
-- @column deleted timestamptz null Deleted
-- @column no_letters text null No letters since
-- @column confirmed text null Day on which the person last said that nothing has changed
select e.entity_id as entity, e.entity_uuid as uuid, e.entity_name as name, entity_type_hid as type, e.entity_version as version,
  (select o.entity_name from entity o where o.entity_id = e.entity_owner) as owner, e.entity_deleted as deleted,
  no_letters(e.entity_id)::text as no_letters, confirmed_on(e.entity_id)::text as confirmed
from entity e join entity_type on entity_type_id = e.entity_type where e.entity_id = find_entity($1::text)
