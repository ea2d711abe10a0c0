-- @name own/turn
-- @call ownTurn
-- @about Others who hold a lock are waited for so long and no longer, until the session ends
-- @returns one
-- @column limit text checked
select set_config('lock_timeout', '15s', false) as limit
