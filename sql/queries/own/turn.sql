-- @name own/turn
-- @call ownTurn
-- @about Waits until no other session makes or changes tables of one's own, for 15 seconds; until the session ends
-- @returns one
-- @column limit text checked
-- @column turn text null
select set_config('lock_timeout', '15s', false) as limit, pg_advisory_lock(hashtext('satchel own tables'))::text as turn
