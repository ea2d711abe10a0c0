-- @name tickets/open
-- @about Open tickets, oldest first.
-- @use people
-- @param limit integer=100 How many
-- @returns many
-- @column entity bigint not-null Entity
-- @column hid text not-null Human id
-- @column name text not-null Name
-- @column party text null From
-- @column priority text null Priority
-- @column opened timestamptz not-null Opened
-- @column stage text null Stage
select ticket_id as entity, ticket_hid as hid, ticket_name as name, p.entity_name as party, lookup_value(ticket_priority) as priority,
  e.entity_created as opened,
  (select development_stage_name from development_tracking join development_stage on development_stage_id = development_tracking_stage
    where development_tracking_entity = ticket_id and development_tracking_finished is null
    order by development_tracking_id desc limit 1) as stage
from ticket join entity e on e.entity_id = ticket_id left join entity p on p.entity_id = coalesce(ticket_party, e.entity_parent)
where ticket_closed is null and e.entity_deleted is null order by e.entity_created, ticket_id limit $1::integer
