-- @name privacy/erase
-- @about Erases a person.
-- @use program
-- @param entity bigint Record
-- @param marks jsonb Marks of their addresses
-- @returns one
-- @column erased jsonb null What is to go from the folders, too
select erase_record($1::bigint, $2::jsonb) as erased
