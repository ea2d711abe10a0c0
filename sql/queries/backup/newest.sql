-- @name backup/newest
-- @call newestBackup
-- @about The time of the newest backup's snapshot, for acknowledging items to the intake.
-- @returns maybe
-- @column at timestamptz null
select at from newest_backup() at where at is not null
