-- @name duplicates/last
-- @call lastDuplicateRun
-- @about The last search for duplicates, and the basis of its weights.
-- @use people
-- @returns maybe
-- @column at timestamptz not-null When
-- @column by name not-null Who
-- @column whole boolean not-null Everybody
-- @column people bigint not-null People
-- @column changed bigint not-null New or changed
-- @column compared bigint not-null Pairs compared
-- @column learned timestamptz null Weights learned
-- @column learned_pairs bigint null Pairs used for learning
select duplicate_run_at as at, duplicate_run_by as by, duplicate_run_whole as whole,
  duplicate_run_people as people, duplicate_run_changed as changed,
  duplicate_run_pairs as compared, duplicate_run_learned as learned, round(duplicate_run_learned_pairs)::bigint as learned_pairs
from duplicate_run order by duplicate_run_id desc limit 1
