-- Generated from the function seal_letter() and its comment by npm run generate. Do not edit.
-- @name letters/keep-sealed
-- @call keepSealed
-- @about Puts sealed bytes in the place of those that lie in the clear; what is sealed stays as it is.
-- @param letter bigint
-- @param bytes bytea
-- @returns none
select seal_letter($1::bigint, $2::bytea)
