-- @name privacy/due
-- @about People without any activity for a number of years, and in no process: decide by your retention period whether to erase them.
-- @use people
-- @param years integer Years
-- @param limit integer=100 How many
-- @returns many
-- @column entity bigint not-null Entity
-- @column hid text not-null Human id
-- @column name text not-null Name
-- @column last date null Last change
-- @column owner text null Owner
select person_id as entity, person_hid as hid, e.entity_name as name, greatest(e.entity_changed, last_done)::date as last,
  o.entity_name as owner
from person join entity e on e.entity_id = person_id
left join lateral (select max(coalesce(activity_start, activity_created)) as last_done from activity
  where activity_entity = person_id) a on true
left join entity o on o.entity_id = e.entity_owner
where e.entity_merged is null and greatest(e.entity_changed, last_done) < now() - make_interval(years => $1::integer)
  and not exists (select from development_tracking join development_stage on development_stage_id = development_tracking_stage
    where development_tracking_entity = person_id and development_tracking_finished is null and development_stage_outcome is null)
order by last, person_id limit $2::integer
