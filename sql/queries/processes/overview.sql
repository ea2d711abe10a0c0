-- @name processes/overview
-- @call processOverview
-- @about The processes, with the type of their records and how many stages they have.
-- @use people
-- @returns many
-- @column process text not-null Process
-- @column name text not-null Name
-- @column type text null Type of its records
-- @column stages bigint checked Stages
-- @column open bigint checked Of these, those in which records stay
select development_process_hid as process, development_process_name as name, entity_type_name as type,
  count(*) as stages, count(*) filter (where development_stage_outcome is null) as open
from development_process join development_stage on development_stage_process = development_process_id
left join entity_type on entity_type_id = development_process_entity
group by development_process_hid, development_process_name, entity_type_name
order by development_process_hid
