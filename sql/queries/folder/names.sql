-- @name folder/names
-- @call recordNames
-- @about Names of records by their human ids, of those that the acting role sees.
-- @param keys text[] Human ids
-- @returns many
-- @column hid text checked
-- @column name text not-null
select key as hid, entity_name as name from unnest($1::text[]) key
cross join lateral (select entity_name from entity where entity_id = seen_entity(key) offset 0) named
