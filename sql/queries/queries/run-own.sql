-- @name queries/run-own
-- @call runOwnQuery
-- @about Runs a query of one's own, under one's own login, in a transaction that only reads.
-- @param name text
-- @param values text[]
-- @shape (string | null)[]
-- @returns many
-- @column row jsonb checked
-- @shape Record<string, unknown>
select run_own($1::text, $2::text[]) as row
