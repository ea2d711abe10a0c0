-- @name processes/time
-- @about The length of ended stays in each stage.
-- @use people
-- @param process text Process
-- @returns many
-- @column stage text not-null Stage
-- @column stays bigint null Stays
-- @column mean numeric null Days on average
-- @column median numeric null Median of days
-- @column longest numeric null Longest
select development_stage_name as stage, count(*) as stays,
  round(avg(extract(epoch from development_tracking_finished - development_tracking_entered)) / 86400, 1) as mean,
  round((percentile_cont(0.5) within group (
    order by extract(epoch from development_tracking_finished - development_tracking_entered)::double precision) / 86400)::numeric,
      1) as median,
  round(max(extract(epoch from development_tracking_finished - development_tracking_entered)) / 86400, 1) as longest
from development_tracking
join development_stage on development_stage_id = development_tracking_stage
join development_process on development_process_id = development_tracking_process
where development_process_hid = $1::text and development_tracking_finished is not null
group by development_stage_sort, development_stage_name order by development_stage_sort
