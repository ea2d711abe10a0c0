-- Generated from the function erase_addresses() and its comment by npm run generate. Do not edit.
-- @name privacy/erase-addresses
-- @call eraseAddresses
-- @about Every known e-mail address of a person, also earlier ones: for the marks that erase_record needs.
-- @param entity bigint Record
-- @returns one
-- @column addresses text[] null Addresses
select erase_addresses($1::bigint) as addresses
