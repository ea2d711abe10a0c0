-- Generated from the function list_tables() and its comment by npm run generate. Do not edit.
-- @name tables/list
-- @call listTables
-- @about The tables that the caller may read, as the catalog names them; of a type of record its word.
-- @returns many
-- @column source name checked
-- @column label text checked
-- @column type text null
select source, label, type from list_tables()
