-- @name people/quiet
-- @about People without any activity for a number of days, longest first.
-- @use people
-- @param days integer Days
-- @param limit integer=100 How many
-- @returns many
-- @column entity bigint not-null Entity
-- @column hid text null Human id
-- @column name text not-null Name
-- @column last date null Last activity
-- @column owner text null Owner
select e.entity_id as entity, record_hid(e.entity_id) as hid, e.entity_name as name, last_done::date as last, o.entity_name as owner
from person join entity e on e.entity_id = person_id
left join lateral (select max(coalesce(activity_start, activity_created)) as last_done from activity
  where activity_entity = person_id and activity_status = 'done') a on true
left join entity o on o.entity_id = e.entity_owner
where e.entity_deleted is null and (last_done is null or last_done < now() - make_interval(days => $1::integer))
order by last_done nulls first, e.entity_id limit $2::integer
