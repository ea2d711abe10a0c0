-- @name privacy/my-data
-- @call myData
-- @about Everything about a person.
-- @use program
-- @param entity bigint Record
-- @returns one
-- @column data jsonb null All of it
-- @shape MyData
select my_data($1::bigint) as data
