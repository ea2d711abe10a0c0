-- @name schema/known
-- @about Whether this database was ever migrated.
-- @returns one
-- @column known boolean not-null
select to_regclass('public.migration') is not null as known
