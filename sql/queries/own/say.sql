-- @name own/say
-- @call sayAdded
-- @about The text of a file that sql/setup/added-file.sql runs next, for this transaction
-- @param text text
-- @returns one
-- @column said text checked
select set_config('satchel.added_file', $1::text, true) as said
