-- Generated from the function my_data() and its comment by npm run generate. Do not edit.
-- @name privacy/my-data
-- @call myData
-- @about Everything about a person that the caller may read: rows, consents, packets and letters about them, replies, and the history.
-- @param entity bigint Record
-- @returns one
-- @column data jsonb null The whole content
-- @shape MyData
select my_data($1::bigint) as data
