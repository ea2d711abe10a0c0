-- @name folder/may
-- @call mayUse
-- @about Of these tables, those that the acting role reads and adds to; and whether it removes records.
-- @param tables text[]
-- @returns one
-- @column reads text[] checked
-- @column adds text[] checked
-- @column removes boolean checked
select array(select t from unnest($1::text[]) t where has_table_privilege(t, 'select')) as reads,
  array(select t from unnest($1::text[]) t where has_table_privilege(t, 'insert')) as adds,
  has_column_privilege('entity', 'entity_deleted', 'update') as removes
