-- @name letters/recent
-- @call recentLetters
-- @about When letters went out in the last hour.
-- @returns many
-- @column sent timestamptz checked
select sent from letters_recent()
