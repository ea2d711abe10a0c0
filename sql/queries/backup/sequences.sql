-- @name backup/sequences
-- @call sequences
-- @about Used sequences with their last number.
-- @returns many
-- @column name name null
-- @column last bigint null
select sequencename as name, last_value as last from pg_sequences where schemaname = 'public' and last_value is not null order by 1
