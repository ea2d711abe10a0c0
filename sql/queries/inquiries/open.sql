-- @name inquiries/open
-- @about Inquiries that wait for a person, oldest first.
-- @use people
-- @param limit bigint=100 How many
-- @returns many
-- @column inquiry text not-null Inquiry
-- @column received timestamptz not-null Received
-- @column name text null Name
-- @column email text null E-mail
-- @column files bigint null Files
select inquiry_hid as inquiry, inquiry_received as received, inquiry_name as name, inquiry_email as email,
  (select count(*) from item_file where item_file_item = inquiry_item) as files
from inquiry where inquiry_status = 'new' order by inquiry_received, inquiry_id limit $1::bigint
