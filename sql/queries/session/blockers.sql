-- @name session/blockers
-- @call lockBlockers
-- @about Staff logins whose sessions block a session of the program: for five seconds by holding a lock, or for ten by waiting in line before it.
-- @param pid integer Session of the program
-- @returns many
-- @column pid integer null
-- @column login name null
select blocker.pid, blocker.usename as login from pg_locks mine
join pg_stat_activity blocker on blocker.pid = any (pg_blocking_pids(mine.pid))
where mine.pid = $1::integer and not mine.granted
  and mine.waitstart < clock_timestamp() - case
    when exists (select from pg_locks theirs where theirs.pid = blocker.pid and not theirs.granted) then interval '10 seconds'
      else interval '5 seconds' end
  and blocker.datname = current_database() and starts_with(blocker.usename, current_database() || '_staff_')
