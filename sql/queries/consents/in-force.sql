-- Generated from the function consent_in_force() and its comment by npm run generate. Do not edit.
-- @name consents/in-force
-- @call consentInForce
-- @about Whether anybody at the address with this mark may get letters that they did not ask for; for the office.
-- @param mark text
-- @param mailto text
-- @returns one
-- @column stands boolean null
select consent_in_force($1::text, $2::text) as stands
