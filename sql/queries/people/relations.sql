-- @name people/relations
-- @about The relationships of a record.
-- @use people
-- @param key text Human id or uuid
-- @returns many
-- @column entity bigint not-null Entity
-- @column hid text null Human id
-- @column name text not-null Name
-- @column relation text null Its relation to them
-- @column since date null Since
-- @column until date null Until
select o.entity_id as entity, record_hid(o.entity_id) as hid, o.entity_name as name,
  case when relationship_left = r.entity then relationship_type_forward else relationship_type_backward end as relation,
  relationship_start as since, relationship_end as until
from (select find_entity($1::text) as entity) r
join relationship on relationship_left = r.entity or relationship_right = r.entity
join relationship_type on relationship_type_id = relationship_kind
join entity o on o.entity_id = case when relationship_left = r.entity then relationship_right else relationship_left end
where o.entity_deleted is null
order by relationship_end nulls first, relation, o.entity_name, o.entity_id
