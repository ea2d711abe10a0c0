-- A run that did not end is closed by the next one.

create or replace function close_run(p_run bigint, p_problem text) returns void
language sql security definer set search_path = public, pg_temp
as $$
  -- the counts are kept: an item that is tried again later leaves this run's line as it was
  update import_run set import_run_finished = clock_timestamp(), import_run_problem = p_problem,
    import_run_after = (select count(*) from item where item_state = 'waiting'),
    import_run_result = (select coalesce(jsonb_object_agg(item_state, ended), '{}') from (
      select item_state, count(*) as ended from item where item_ended_run = p_run group by item_state) counted)
  where import_run_id = p_run and import_run_finished is null
$$;
