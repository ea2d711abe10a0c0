-- @name processes/now
-- @call stageNow
-- @about The stage in which a record is now, of the process of a stage.
-- @param entity bigint Entity
-- @param stage text A stage of the process
-- @returns maybe
-- @column stage text not-null Its stage now
select now_in.development_stage_hid as stage from development_tracking
join development_stage now_in on now_in.development_stage_id = development_tracking_stage
join development_stage meant on meant.development_stage_process = development_tracking_process and meant.development_stage_hid = $2::text
where development_tracking_entity = $1::bigint and development_tracking_finished is null
