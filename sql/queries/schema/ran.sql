-- @name schema/ran
-- @call ranMigrations
-- @about Migrations that ran, in order.
-- @returns many
-- @column name text not-null
-- @column digest text not-null SHA-256 of the file as it ran
select migration_hid as name, migration_digest as digest from migration order by migration_hid
