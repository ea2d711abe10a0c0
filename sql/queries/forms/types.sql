-- @name forms/types
-- @call formTypes
-- @about The types of records that a form can be for.
-- @returns many
-- @column type text not-null As definitions say it
-- @column name text not-null As people say it
select entity_type_hid as type, entity_type_name as name from entity_type order by entity_type_id
