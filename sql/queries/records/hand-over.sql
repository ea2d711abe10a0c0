-- @name records/hand-over
-- @call handOver
-- @about Gives a record, and what stands under it, to a colleague.
-- @use program
-- @param entity bigint Entity
-- @param staff text Staff member
-- @returns one
-- @column records bigint null How many
select hand_over($1::bigint, $2::text) as records
