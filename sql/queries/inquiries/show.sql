-- @name inquiries/show
-- @about One inquiry, whole.
-- @param inquiry text
-- @returns maybe
-- @column inquiry text not-null
-- @column received timestamptz not-null
-- @column name text null
-- @column email text null
-- @column phone text null
-- @column message text not-null
-- @column language text null
-- @column status text not-null
-- @column note text null
-- @column files jsonb null
select inquiry_hid as inquiry, inquiry_received as received, inquiry_name as name, inquiry_email as email,
  inquiry_phone as phone, inquiry_message as message, inquiry_language as language, inquiry_status as status,
  inquiry_note as note,
  (select coalesce(jsonb_agg(jsonb_build_object('name', item_file_name, 'type', item_file_type, 'item', item_hid)
    order by item_file_id), '[]') from item_file join item on item_id = item_file_upload where item_file_item = inquiry_item) as files
from inquiry where inquiry_hid = $1::text
