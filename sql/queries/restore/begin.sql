-- @name restore/begin
-- @call beginRestore
-- @about Begins a new epoch in a restored or adopted database.
-- @param kind text restore or adopt
-- @shape 'restore' | 'adopt'
-- @param backup timestamptz null When the backup was taken
-- @param epoch bigint Seconds since 1970
-- @returns one
-- @column epoch bigint null
select open_restore($1::text, $2::timestamptz, $3::bigint) as epoch
