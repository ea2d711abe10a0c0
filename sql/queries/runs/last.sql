-- @name runs/last
-- @call lastRuns
-- @about The last import runs, newest first.
-- @use people
-- @param limit integer=100 How many
-- @returns many
-- @column run bigint not-null Run
-- @column started timestamptz not-null Started
-- @column finished timestamptz null Finished
-- @column source text not-null From
-- @column before integer not-null Waiting before
-- @column pulled integer not-null Pulled
-- @column ended bigint null Ended
-- @column after integer null Waiting after
-- @column problem text null Problem
select import_run_id as run, import_run_started as started, import_run_finished as finished, import_run_source as source,
  import_run_before as before, import_run_pulled as pulled,
  (select coalesce(sum(value::bigint), 0)::bigint from jsonb_each_text(import_run_result)) as ended, import_run_after as after,
  import_run_problem as problem
from import_run order by import_run_id desc limit $1::integer
