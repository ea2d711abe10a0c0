-- Generated from the function export_beside() and its comment by npm run generate. Do not edit.
-- @name files/beside
-- @call exportBeside
-- @about What is in the database and in no file of an export of everything: what it is, and how many rows the caller sees.
-- @returns many
-- @column what text checked
-- @column rows bigint checked
select what, rows from export_beside()
