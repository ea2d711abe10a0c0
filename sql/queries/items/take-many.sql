-- @name items/take-many
-- @about Makes files of the spool items, once each.
-- @param run bigint
-- @param door text
-- @param trust text
-- @param items jsonb [{hash, size, received}]
-- @returns many
-- @column hash text null
-- @column state text null
select hash, state from take_items($1::bigint, $2::text, $3::text, $4::jsonb)
