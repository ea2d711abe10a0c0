-- Generated from the function console_work_seen() and its comment by npm run generate. Do not edit.
-- @name works/seen
-- @call seeConsoleWork
-- @about Notes that the result of long work was seen.
-- @param staff bigint Staff member
-- @param work bigint Number
-- @returns one
-- @column noted boolean checked Noted now
select console_work_seen($1::bigint, $2::bigint) as noted
