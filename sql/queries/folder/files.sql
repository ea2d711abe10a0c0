-- @name folder/files
-- @call filesOf
-- @about Files of a record, newest first; those of its fields are shown there.
-- @param entity bigint
-- @param limit integer
-- @returns many
-- @column number bigint not-null
-- @column name text not-null
-- @column type text null
-- @column bytes bigint not-null
-- @column created timestamptz not-null
select attachment_id as number, attachment_filename as name, attachment_type as type, attachment_size as bytes,
  attachment_created as created
from attachment where attachment_entity = $1::bigint and attachment_field is null order by attachment_id desc limit $2::integer
