-- @name backup/note
-- @call noteBackup
-- @about Records a finished backup.
-- @param at timestamptz Time of its snapshot
-- @param size bigint
-- @param digest text
-- @returns none
insert into backup_run (backup_run_at, backup_run_finished, backup_run_by, backup_run_size, backup_run_digest)
values ($1::timestamptz, clock_timestamp(), session_user, $2::bigint, $3::text)
