-- @name forms/stages
-- @call formStages
-- @about The stages of a process in their order, and the type of records that go through it.
-- @param process text Its short name
-- @returns many
-- @column stage text not-null Its short name
-- @column name text not-null
-- @column type text null Of the records; empty where any may go through it
select development_stage_hid as stage, development_stage_name as name, entity_type_hid as type
from development_process join development_stage on development_stage_process = development_process_id
left join entity_type on entity_type_id = development_process_entity
where development_process_hid = $1::text order by development_stage_sort
