-- @name load/runs
-- @call loadRuns
-- @about Loaded files of people, newest first.
-- @use people
-- @param limit integer=100 How many
-- @returns many
-- @column run bigint not-null Run
-- @column at timestamptz not-null When
-- @column by name not-null By
-- @column file text not-null File
-- @column new integer not-null New
-- @column filled integer not-null Filled
-- @column same integer not-null Same
-- @column held integer not-null Held
-- @column undone timestamptz null Undone
select load_run_id as run, load_run_at as at, load_run_by as by, load_run_file as file, load_run_new as new, load_run_filled as filled,
  load_run_same as same, load_run_held as held, load_run_undone as undone
from load_run order by load_run_id desc limit $1::integer
