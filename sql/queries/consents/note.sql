-- @name consents/note
-- @about The office's own entry of a yes or no.
-- @param mark text
-- @param given boolean
-- @param basis text
-- @returns none
select note_consent($1::text, $2::boolean, $3::text)
