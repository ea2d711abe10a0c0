-- @name processes/stuck
-- @about Records that have exceeded the time of their stage, longest excess first.
-- @use people
-- @param limit integer=100 How many
-- @returns many
-- @column entity bigint not-null Entity
-- @column hid text null Human id
-- @column name text not-null Name
-- @column process text not-null Process
-- @column stage text not-null Stage
-- @column days integer null Days there
-- @column over integer null Days too long
-- @column owner text null Owner
select e.entity_id as entity, record_hid(e.entity_id) as hid, e.entity_name as name,
  development_process_name as process, development_stage_name as stage,
  (now()::date - development_tracking_entered::date) as days,
  (now()::date - development_tracking_entered::date) - development_stage_days as over, o.entity_name as owner
from development_tracking
join development_stage on development_stage_id = development_tracking_stage
join development_process on development_process_id = development_tracking_process
join entity e on e.entity_id = development_tracking_entity
left join entity o on o.entity_id = e.entity_owner
where development_tracking_finished is null and development_stage_outcome is null and e.entity_deleted is null
  and development_tracking_entered < now() - make_interval(days => development_stage_days)
order by over desc, e.entity_id limit $1::integer
