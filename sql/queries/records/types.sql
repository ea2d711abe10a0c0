-- @name records/types
-- @call recordTypes
-- @about The types of records, by the words that people use for them.
-- @returns many
-- @column type text not-null Type
-- @column name text not-null Name
-- @column label text checked Name in the language of the reader
select entity_type_hid as type, entity_type_name as name, type_label(entity_type_hid) as label from entity_type order by entity_type_id
