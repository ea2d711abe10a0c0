-- @name own/ran
-- @call ranAdded
-- @about Files of tables and fields of one's own that ran, in their order
-- @returns many
-- @column name text not-null
-- @column digest text not-null SHA-256 of the text
-- @column text text not-null
-- @column by text checked Role of its maker
select added_file_hid as name, added_file_digest as digest, added_file_text as text, added_file_by::text as by
from added_file order by added_file_hid
