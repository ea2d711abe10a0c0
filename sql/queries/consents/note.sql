-- @name consents/note
-- @about The office's own entry of a yes or no.
-- @param mark text
-- @param given boolean
-- @param basis text
-- @param mailto text
-- @param person text null Human id or uuid
-- @returns one
-- @column noted jsonb null
select note_consent($1::text, $2::boolean, $3::text, $4::text, $5::text) as noted
