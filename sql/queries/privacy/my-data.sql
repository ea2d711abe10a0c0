-- @name privacy/my-data
-- @about Everything about a person.
-- @use program
-- @param entity bigint Record
-- @returns one
-- @column data jsonb null All of it
select my_data($1::bigint) as data
