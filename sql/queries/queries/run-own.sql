-- @name queries/run-own
-- @about Runs a query of one's own, under one's own login, in a transaction that only reads.
-- @param name text
-- @param values text[]
-- @returns many
-- @column row jsonb null
select run_own($1::text, $2::text[]) as row
