-- Generated from the function seal_letter() and its comment by npm run generate. Do not edit.
-- @name letters/keep-sealed
-- @call keepSealed
-- @about Replaces unsealed bytes of a letter by sealed ones; sealed bytes stay unchanged.
-- @param letter bigint
-- @param bytes bytea
-- @returns none
select seal_letter($1::bigint, $2::bytea)
