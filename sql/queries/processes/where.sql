-- @name processes/where
-- @about The current stage of each record in a process, longest stay first.
-- @use people
-- @param process text Process
-- @param limit integer=100 How many
-- @returns many
-- @column entity bigint not-null Entity
-- @column hid text null Human id
-- @column name text not-null Name
-- @column stage text not-null Stage
-- @column since date null Since
-- @column days integer null Days
-- @column owner text null Owner
select e.entity_id as entity, record_hid(e.entity_id) as hid, e.entity_name as name, development_stage_name as stage,
  development_tracking_entered::date as since, (now()::date - development_tracking_entered::date) as days, o.entity_name as owner
from development_tracking
join development_stage on development_stage_id = development_tracking_stage
join development_process on development_process_id = development_tracking_process
join entity e on e.entity_id = development_tracking_entity
left join entity o on o.entity_id = e.entity_owner
where development_process_hid = $1::text and development_tracking_finished is null
  and development_stage_outcome is null and e.entity_deleted is null
order by development_stage_sort, development_tracking_entered, e.entity_id limit $2::integer
