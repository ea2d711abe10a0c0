-- @name schema/known
-- @call schemaTable
-- @about Whether this database was ever migrated.
-- @returns one
-- @column known boolean checked
select to_regclass('public.migration') is not null as known
