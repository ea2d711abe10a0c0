-- @name queries/drop-shipped
-- @call dropAllStored
-- @about Removes the shipped queries before the program's own are stored again.
-- @returns none
delete from query where query_shipped
