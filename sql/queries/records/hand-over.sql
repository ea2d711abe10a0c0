-- Generated from the function hand_over() and its comment by npm run generate. Do not edit.
-- @name records/hand-over
-- @call handOver
-- @about Gives a record and what stands under it to a colleague: how many records, -1 where there is no such colleague.
-- @param entity bigint Entity
-- @param staff text Staff member
-- @returns one
-- @column records bigint null How many
select hand_over($1::bigint, $2::text) as records
