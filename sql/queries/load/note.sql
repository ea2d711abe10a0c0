-- @name load/note
-- @about Notes the file that this transaction loaded.
-- @param file text Its name, without a folder
-- @param digest text SHA-256 of its bytes
-- @param new integer
-- @param filled integer
-- @param same integer
-- @returns one
-- @column load bigint null
select note_load($1::text, $2::text, $3::integer, $4::integer, $5::integer) as load
