-- Generated from the function contact_fault() and its comment by npm run generate. Do not edit.
-- @name records/contact-fault
-- @call contactFault
-- @about Why a contact point of a kind cannot hold a value; null where it can.
-- @param kind text
-- @param value text
-- @returns one
-- @column fault text null
select contact_fault($1::text, $2::text) as fault
