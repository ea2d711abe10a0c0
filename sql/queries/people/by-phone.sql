-- @name people/by-phone
-- @about Records with this telephone number or e-mail address, in any spelling.
-- @use people
-- @param contact text Phone number or e-mail address
-- @returns many
-- @column entity bigint not-null Entity
-- @column hid text null Human id
-- @column name text not-null Name
-- @column kind text null Kind
-- @column contact text not-null Contact
select entity_id as entity, (select person_hid from person where person_id = entity_id) as hid, entity_name as name,
  lookup_value(contact_point_kind) as kind, contact_point_value as contact
from contact_point join entity on entity_id = contact_point_entity
where entity_deleted is null and contact_point_normal in (
  normal_mail($1::text), normal_phone($1::text, (select instance_calling_code from instance)))
order by entity_name, entity_id
