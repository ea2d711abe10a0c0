-- @name folder/numbers
-- @call namesOfNumbers
-- @about What numbers in the history mean: records that the acting role sees, stages, kinds of relations.
-- @param records jsonb numbers
-- @shape number[]
-- @param stages jsonb numbers
-- @shape number[]
-- @param kinds jsonb numbers
-- @shape number[]
-- @returns many
-- @column refers text checked
-- @column number bigint checked
-- @column hid text null
-- @column name text checked
select 'entity' as refers, entity_id as number, record_hid(entity_id) as hid, entity_name as name from entity
where entity_id = any (array(select value::bigint from jsonb_array_elements_text($1::jsonb)))
union all
select 'development_stage', development_stage_id, development_stage_hid, development_stage_name from development_stage
where development_stage_id = any (array(select value::bigint from jsonb_array_elements_text($2::jsonb)))
union all
select 'relationship_type', relationship_type_id, relationship_type_hid, relationship_type_forward from relationship_type
where relationship_type_id = any (array(select value::bigint from jsonb_array_elements_text($3::jsonb)))
