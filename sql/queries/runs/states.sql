-- @name runs/states
-- @call runStates
-- @about Import runs with what became of their items, newest first; one of them where it is named.
-- @param run bigint 0: the last ones
-- @param limit integer
-- @returns many
-- @column run bigint not-null
-- @column started timestamptz not-null
-- @column finished timestamptz null
-- @column source text not-null
-- @column before integer not-null
-- @column pulled integer not-null
-- @column after integer null
-- @column states jsonb null How many items ended in each state
-- @shape Record<string, number>
-- @column problem text null
select import_run_id as run, import_run_started as started, import_run_finished as finished, import_run_source as source,
  import_run_before as before, import_run_pulled as pulled, import_run_after as after, import_run_result as states,
  import_run_problem as problem
from import_run where $1::bigint = 0 or import_run_id = $1::bigint order by import_run_id desc limit $2::integer
