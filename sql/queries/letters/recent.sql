-- Generated from the function letters_recent() and its comment by npm run generate. Do not edit.
-- @name letters/recent
-- @call recentLetters
-- @about The times at which letters went out in the last hour, for the budget of the mail server.
-- @returns many
-- @column sent timestamptz checked
select sent from letters_recent()
