-- Generated from the function console_work_told() and its comment by npm run generate. Do not edit.
-- @name works/told
-- @call tellConsoleWork
-- @about Notes how far long work is; whether it was told to stop.
-- @param work bigint Number
-- @param count bigint Done so far
-- @param all bigint null In all, where that is known
-- @returns one
-- @column stop boolean null Was told to stop
select console_work_told($1::bigint, $2::bigint, $3::bigint) as stop
