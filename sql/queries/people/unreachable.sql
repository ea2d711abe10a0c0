-- @name people/unreachable
-- @about People without a working telephone number or e-mail address.
-- @use people
-- @param limit integer=100 How many
-- @returns many
-- @column entity bigint not-null Entity
-- @column hid text null Human id
-- @column name text not-null Name
-- @column owner text null Owner
select e.entity_id as entity, record_hid(e.entity_id) as hid, e.entity_name as name, o.entity_name as owner
from person join entity e on e.entity_id = person_id left join entity o on o.entity_id = e.entity_owner
where e.entity_deleted is null
  and not exists (select from contact_point where contact_point_entity = person_id and contact_point_bounced is null
  and lookup_value(contact_point_kind) in ('phone', 'email'))
order by e.entity_name, e.entity_id limit $1::integer
