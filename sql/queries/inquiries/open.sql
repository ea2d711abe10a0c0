-- @name inquiries/open
-- @call openInquiries
-- @about Open inquiries, oldest first.
-- @use people
-- @param limit bigint=100 How many
-- @returns many
-- @column inquiry text not-null Inquiry
-- @column received timestamptz not-null Received
-- @column name text null Name
-- @column email text null E-mail
-- @column packet text null Packet
-- @column recipient text null Recipient of the packet
-- @column record text null Record
-- @column files bigint null Files
select inquiry_hid as inquiry, inquiry_received as received, inquiry_name as name, inquiry_email as email, packet_hid as packet,
  r.entity_name as recipient, about.entity_name as record,
  (select count(*) from item_file where item_file_item = inquiry_item) + jsonb_array_length(inquiry_files) as files
from inquiry left join packet on packet_id = inquiry_packet left join entity r on r.entity_id = packet_recipient
  left join lateral (
    with recursive chain as (
      select entity_name, entity_merged from entity where entity_id = inquiry_entity
      union select e.entity_name, e.entity_merged from chain join entity e on e.entity_id = chain.entity_merged)
    select entity_name from chain where entity_merged is null) about on true
where inquiry_status = 'new' order by inquiry_received, inquiry_id limit $1::bigint
