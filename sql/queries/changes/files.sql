-- @name changes/files
-- @call changeFiles
-- @about The files that came with a held report.
-- @param change bigint
-- @returns many
-- @column item text not-null Item that holds it, sealed
-- @column name text not-null Name
-- @column type text not-null Type
-- @column size bigint not-null Bytes, sealed
select item_hid as item, item_file_name as name, item_file_type as type, item_size as size
from change join item_file on item_file_reply = change_reply join item on item_id = item_file_upload
where change_id = $1::bigint and change_outcome = 'held' and change_slot like 'report/%'
order by item_file_id
