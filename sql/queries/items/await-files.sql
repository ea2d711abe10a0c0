-- @name items/await-files
-- @call awaitFiles
-- @about Notes that an item waits for its files.
-- @param item bigint
-- @returns none
select await_files($1::bigint)
