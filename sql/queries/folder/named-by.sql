-- @name folder/named-by
-- @call dealsAndTicketsOf
-- @about Deals and tickets that name a record, newest first.
-- @param entity bigint
-- @param limit integer
-- @returns many
-- @column hid text null
-- @column name text not-null
-- @column type text not-null
-- @column type_name text checked
select record_hid(entity_id) as hid, entity_name as name, entity_type_hid as type, type_label(entity_type_hid) as type_name from (
  select deal_id as id from deal where deal_party = $1::bigint
  union select deal_id from deal where deal_contact = $1::bigint
  union select deal_id from deal where deal_campaign = $1::bigint
  union select ticket_id from ticket where ticket_party = $1::bigint
  union select ticket_id from ticket where ticket_contact = $1::bigint) named
join entity on entity_id = id join entity_type on entity_type_id = entity_type
where entity_deleted is null order by entity_id desc limit $2::integer
