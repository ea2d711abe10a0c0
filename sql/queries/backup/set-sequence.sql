-- @name backup/set-sequence
-- @call setSequence
-- @about Sets the last number of a sequence of this schema.
-- @param name text
-- @param last bigint
-- @returns one
-- @column set bigint null
select setval(format('public.%I', $1::text)::regclass, $2::bigint) as set
