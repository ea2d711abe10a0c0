-- @name folder/file
-- @call fileOf
-- @about One file of a record, with its bytes.
-- @param entity bigint
-- @param number bigint
-- @returns maybe
-- @column name text not-null
-- @column data bytea not-null
select attachment_filename as name, attachment_data as data from attachment
where attachment_id = $2::bigint and attachment_entity = $1::bigint
