-- @name consents/stands
-- @call consentStands
-- @about Whether anybody at an address may be written to unasked.
-- @param mark text
-- @param mailto text
-- @returns one
-- @column stands boolean null
select consent_stands($1::text, $2::text) as stands
