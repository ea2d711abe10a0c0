-- Generated from the function export_ids() and its comment by npm run generate. Do not edit.
-- @name files/ids
-- @call exportIds
-- @about The rows of a type that the caller sees, in the order in which a file has them.
-- @param type text A word of file_types()
-- @returns many
-- @column id bigint checked
select id from export_ids($1::text)
