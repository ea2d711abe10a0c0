-- @name packets/named
-- @call namedRecords
-- @about The records with these human ids or uuids, as the acting role sees them, in the order of the ids.
-- @param keys jsonb Human ids or uuids
-- @shape string[]
-- @returns many
-- @column key text checked
-- @column entity bigint null
-- @column name text null
select given.key, entity_id as entity, entity_name as name
from jsonb_array_elements_text($1::jsonb) with ordinality given (key, place)
left join lateral (select entity_id, entity_name from entity where entity_id = find_entity(given.key) offset 0) found on true
order by place
