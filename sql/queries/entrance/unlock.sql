-- Generated from the function console_unlock() and its comment by npm run generate. Do not edit.
-- @name entrance/unlock
-- @call unlockConsole
-- @about Forgets the failed attempts of a colleague, or from an address; how many counts there were.
-- @param whom text Short name, or address
-- @returns one
-- @column ended integer checked Counts
select console_unlock($1::text) as ended
