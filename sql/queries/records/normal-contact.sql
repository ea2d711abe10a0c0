-- Generated from the function normal_contact() and its comment by npm run generate. Do not edit.
-- @name records/normal-contact
-- @call normalContact
-- @about A number or address in normal form, as it is compared.
-- @param kind text
-- @param value text
-- @returns one
-- @column normal text checked
select normal_contact($1::text, $2::text) as normal
