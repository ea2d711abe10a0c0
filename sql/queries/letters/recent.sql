-- @name letters/recent
-- @about When letters went out in the last hour.
-- @returns many
-- @column sent timestamptz null
select sent from letters_recent()
