-- Generated from the function attempt_begin() and its comment by npm run generate. Do not edit.
-- @name entrance/attempt-begin
-- @call beginAttempt
-- @about Counts an attempt before it is made; until when nobody may make it, or null where it may be made. For the console's login.
-- @param kind text link, code or sql
-- @param staff bigint null Staff member
-- @param address text null Address in the network; null at this computer
-- @returns one
-- @column waits timestamptz null Until when
select attempt_begin($1::text, $2::bigint, $3::text) as waits
