-- Generated from the function consent_stands() and its comment by npm run generate. Do not edit.
-- @name consents/stands
-- @call consentStands
-- @about Whether anybody at the address with this mark may get letters that they did not ask for; for the office.
-- @param mark text
-- @param mailto text
-- @returns one
-- @column stands boolean null
select consent_stands($1::text, $2::text) as stands
