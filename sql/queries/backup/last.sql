-- @name backup/last
-- @call lastBackup
-- @about The newest finished backup.
-- @use people
-- @returns maybe
-- @column at timestamptz null Time of its snapshot
-- @column size bigint null Bytes
select max(backup_run_at) as at, max(backup_run_size) as size from backup_run having count(*) > 0
