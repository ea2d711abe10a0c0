-- @name people/pipeline
-- @about The number of records in each stage of each process.
-- @use people
-- @returns many
-- @column process text not-null Process
-- @column sort integer not-null Place
-- @column stage text not-null Stage
-- @column records bigint null Records
-- @column days numeric null Days on average
select development_process_name as process, development_stage_sort as sort, development_stage_name as stage,
  count(development_tracking_id) as records,
  round(avg(extract(epoch from now() - development_tracking_entered)) / 86400, 1) as days
from development_stage
join development_process on development_process_id = development_stage_process
left join development_tracking on development_tracking_stage = development_stage_id and development_tracking_finished is null
group by development_process_name, development_stage_sort, development_stage_name
order by development_process_name, development_stage_sort
