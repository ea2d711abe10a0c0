-- Generated from the function await_files() and its comment by npm run generate. Do not edit.
-- @name items/await-files
-- @call awaitFiles
-- @about Records that an item waits for its files: until they arrive, or for a day, there is nothing to import.
-- @param item bigint
-- @returns none
select await_files($1::bigint)
