-- @name people/export
-- @call exportPeople
-- @about People as they are exported and loaded, a page at a time by number; several contacts are lines of one text.
-- @use people
-- @param after bigint Number of the last one on the previous page
-- @param limit integer=100 How many
-- @returns many
-- @column entity bigint not-null Entity
-- @column hid text not-null Human id
-- @column given text null Given name
-- @column family text null Family name
-- @column prefix text null Prefix
-- @column title text null Title
-- @column born text null Born
-- @column language text null Language
-- @column prefers text null Prefers
-- @column phone text null Telephone numbers
-- @column email text null E-mail addresses
-- @column web text null Web pages
-- @column line1 text null Address
-- @column line2 text null Address, second line
-- @column postcode text null Postcode
-- @column city text null Town
-- @column region text null Region
-- @column country text null Country
-- @column note text null Note
-- @column owner text null Owner
-- @column addresses bigint null Number of addresses
select person_id as entity, person_hid as hid, person_given as given, person_family as family,
  person_prefix as prefix, person_title as title,
  to_char(person_born, 'YYYY-MM-DD') as born, person_language as language, person_prefers as prefers, phone, email, web,
  address_line1 as line1, address_line2 as line2, address_postcode as postcode, address_city as city,
  address_region as region, address_country as country,
  person_note as note, staff_hid as owner,
  (select count(*) from address where address_entity = person_id and (address_end is null or address_end >= current_date)) as addresses
from person join entity on entity_id = person_id
left join staff on staff_id = entity_owner
left join lateral (
  select string_agg(contact_point_value, E'\n' order by contact_point_primary desc, contact_point_id)
    filter (where kind = 'phone') as phone,
    string_agg(contact_point_value, E'\n' order by contact_point_primary desc, contact_point_id) filter (where kind = 'email') as email,
    string_agg(contact_point_value, E'\n' order by contact_point_primary desc, contact_point_id) filter (where kind = 'web') as web
  -- "offset 0": asked once for each contact, and not in each filter
  from contact_point, lateral (select lookup_value(contact_point_kind) as kind offset 0) k
  where contact_point_entity = person_id) contacts on true
left join lateral (
  select * from address where address_entity = person_id and (address_end is null or address_end >= current_date)
  order by lookup_value(address_kind) <> 'home', address_id limit 1) a on true
where entity_deleted is null and entity_merged is null and person_id > $1::bigint
order by person_id limit $2::integer
