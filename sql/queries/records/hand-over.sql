-- Generated from the function hand_over() and its comment by npm run generate. Do not edit.
-- @name records/hand-over
-- @call handOver
-- @about Gives a record and the records under it to a colleague: the number of records, or -1 if there is no such colleague.
-- @param entity bigint Entity
-- @param staff text Staff member
-- @returns one
-- @column records bigint null Number
select hand_over($1::bigint, $2::text) as records
