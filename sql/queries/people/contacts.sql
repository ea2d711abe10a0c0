-- @name people/contacts
-- @call contactsOf
-- @about Telephone numbers, e-mail and web addresses, and postal addresses of a record.
-- @use people
-- @param entity bigint
-- @returns many
-- @column what text null Kind
-- @column value text null Value
-- @column verified timestamptz null Verified
-- @column row text null Row in packets
select lookup_value(contact_point_kind) as what, contact_point_value as value, contact_point_verified as verified,
  'c' || contact_point_id as row
from contact_point where contact_point_entity = $1::bigint
union all
select lookup_value(address_kind),
  concat_ws(', ', address_line1, address_line2, address_postcode, address_city, address_region, address_country),
  null, 'a' || address_id
from address where address_entity = $1::bigint
order by what, row
