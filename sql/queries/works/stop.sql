-- Generated from the function console_work_stop() and its comment by npm run generate. Do not edit.
-- @name works/stop
-- @call stopConsoleWork
-- @about Tells long work to stop where it can; false where it is over.
-- @param staff bigint Staff member
-- @param work bigint Number
-- @returns one
-- @column told boolean checked Told
select console_work_stop($1::bigint, $2::bigint) as told
