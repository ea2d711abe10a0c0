-- @name consents/stands
-- @about Whether an address may be written to unasked.
-- @param mark text
-- @returns one
-- @column stands boolean null
select consent_stands($1::text) as stands
