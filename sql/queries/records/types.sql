-- @name records/types
-- @call recordTypes
-- @about The types of records, by the words that people use for them.
-- @returns many
-- @column type text not-null Type
-- @column name text not-null Name
select entity_type_hid as type, entity_type_name as name from entity_type order by entity_type_id
