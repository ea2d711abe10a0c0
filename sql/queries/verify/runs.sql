-- @name verify/runs
-- @call unbalancedRuns
-- @about Finished import runs that do not add up.
-- @returns many
-- @column run bigint not-null
select import_run_id as run from import_run
where import_run_finished is not null and import_run_before + import_run_pulled <> import_run_after
  + (select coalesce(sum(value::integer), 0) from jsonb_each_text(coalesce(import_run_result, '{}')))
order by import_run_id
