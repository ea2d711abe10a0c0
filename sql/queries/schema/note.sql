-- @name schema/note
-- @call noteMigration
-- @about Records that a migration ran.
-- @param name text
-- @param digest text
-- @returns none
insert into migration (migration_hid, migration_digest) values ($1::text, $2::text)
