-- Generated from the function my_data() and its comment by npm run generate. Do not edit.
-- @name privacy/my-data
-- @call myData
-- @about Everything about a person that the caller may read: rows, consents, what was sent about them, what came back, and the history.
-- @param entity bigint Record
-- @returns one
-- @column data jsonb null All of it
-- @shape MyData
select my_data($1::bigint) as data
