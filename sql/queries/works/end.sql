-- Generated from the function console_work_end() and its comment by npm run generate. Do not edit.
-- @name works/end
-- @call endConsoleWork
-- @about Long work has ended, with the page that tells what became of it.
-- @param work bigint Number
-- @param outcome text done, stopped or failed
-- @param answer jsonb null The page
-- @shape WorkAnswer
-- @returns none
select console_work_end($1::bigint, $2::text, $3::jsonb)
