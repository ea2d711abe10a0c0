-- @name backup/last
-- @call lastBackup
-- @about The newest backup that was finished.
-- @use people
-- @returns maybe
-- @column at timestamptz null When its snapshot was taken
-- @column size bigint null Bytes
select max(backup_run_at) as at, max(backup_run_size) as size from backup_run having count(*) > 0
