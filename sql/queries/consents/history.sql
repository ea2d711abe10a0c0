-- @name consents/history
-- @about What was said for an address, newest first.
-- @param mark text
-- @returns many
-- @column received timestamptz null
-- @column given boolean null
-- @column purpose text null
-- @column basis text null
-- @column noted_by name null
select received, given, purpose, basis, noted_by from consent_history($1::text)
