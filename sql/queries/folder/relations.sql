-- @name folder/relations
-- @call relationsOf
-- @about The relations of a record, of both sides, those that still hold first.
-- @param entity bigint
-- @param limit integer
-- @returns many
-- @column number bigint checked
-- @column hid text null
-- @column name text not-null
-- @column kind text not-null
-- @column words text checked
-- @column is_left boolean checked
-- @column since text null
-- @column until text null
-- @column note text null
select relationship_id as number, record_hid(o.entity_id) as hid, o.entity_name as name, relationship_type_hid as kind,
  case when is_left then relationship_type_forward else relationship_type_backward end as words, is_left,
  relationship_start::text as since, relationship_end::text as until, relationship_note as note
from (
  select true as is_left, relationship_right as other, r.* from relationship r where relationship_left = $1::bigint
  union all
  select false, relationship_left, r.* from relationship r where relationship_right = $1::bigint) related
join relationship_type on relationship_type_id = relationship_kind
join entity o on o.entity_id = other
where o.entity_deleted is null
order by relationship_end nulls first, words, o.entity_name, relationship_id limit $2::integer
