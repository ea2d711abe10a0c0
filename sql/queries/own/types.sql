-- Generated from the function own_field_types() and its comment by npm run generate. Do not edit.
-- @name own/types
-- @call ownTypes
-- @about The types of fields of one's own; a type of record is one as well, and names a record of that type.
-- @returns many
-- @column type text checked
-- @column about text checked
select type, about from own_field_types()
