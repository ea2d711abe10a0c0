-- @name inquiries/show
-- @call showInquiry
-- @about One inquiry with its whole content.
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
-- @column packet text null
-- @column recipient text null Recipient of the packet
-- @column record text null
-- @column about text null Human id or uuid of the record
-- @column ticket text null Human id of the ticket that was made of it
-- @column item text not-null Name of its item
-- @column files jsonb null Files that came with it, sealed
-- @shape Files
-- @column inside jsonb null Files inside the mail itself
-- @shape InMail
select inquiry_hid as inquiry, inquiry_received as received, inquiry_name as name, inquiry_email as email,
  inquiry_phone as phone, inquiry_message as message, inquiry_language as language, inquiry_status as status,
  inquiry_note as note, packet_hid as packet, r.entity_name as recipient, about.entity_name as record,
  coalesce((select person_hid from person where person_id = about.entity_id), about.entity_uuid::text) as about,
  (select ticket_hid from ticket where ticket_id = inquiry_ticket) as ticket,
  came.item_hid as item,
  (select coalesce(jsonb_agg(jsonb_build_object('name', item_file_name, 'type', item_file_type, 'item', item_hid)
    order by item_file_id), '[]') from item_file join item on item_id = item_file_upload where item_file_item = inquiry_item) as files,
  inquiry_files as inside
from inquiry join item came on came.item_id = inquiry_item left join packet on packet_id = inquiry_packet
left join entity r on r.entity_id = packet_recipient
  left join lateral (
    with recursive chain as (
      select entity_id, entity_uuid, entity_name, entity_merged from entity where entity_id = inquiry_entity
      union select e.entity_id, e.entity_uuid, e.entity_name, e.entity_merged from chain join entity e on e.entity_id = chain.entity_merged)
    select entity_id, entity_uuid, entity_name from chain where entity_merged is null) about on true
where inquiry_hid = $1::text
