-- @name privacy/erase-addresses
-- @call eraseAddresses
-- @about Every e-mail address that is known of a person, to be marked where they said no.
-- @use program
-- @param entity bigint Record
-- @returns one
-- @column addresses text[] null Addresses
select erase_addresses($1::bigint) as addresses
