-- Generated from the function attempt_right() and its comment by npm run generate. Do not edit.
-- @name entrance/attempt-right
-- @call endAttempt
-- @about The attempt was right: the wait of the person ends.
-- @param kind text link, code or sql
-- @param staff bigint null Staff member
-- @param address text null Address in the network
-- @returns none
select attempt_right($1::text, $2::bigint, $3::text)
