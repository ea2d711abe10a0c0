-- @name backup/newest
-- @call newestBackup
-- @about When the snapshot of the newest backup was taken, for whoever settles items.
-- @returns maybe
-- @column at timestamptz null
select at from newest_backup() at where at is not null
