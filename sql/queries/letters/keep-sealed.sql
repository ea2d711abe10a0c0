-- @name letters/keep-sealed
-- @call keepSealed
-- @about Puts sealed bytes in the place of those that lie in the clear.
-- @param letter bigint
-- @param bytes bytea
-- @returns none
select seal_letter($1::bigint, $2::bytea)
