-- Generated from the function console_still_open() and its comment by npm run generate. Do not edit.
-- @name console/still-open
-- @call consoleStillOpen
-- @about Which of these sessions are open. Asking keeps none.
-- @param sessions text[] Numbers
-- @returns many
-- @column session bigint checked Number
select session from console_still_open($1::text[])
