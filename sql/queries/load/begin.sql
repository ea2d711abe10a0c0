-- @name load/begin
-- @call beginLoad
-- @about Notes the file that this transaction loads.
-- @param file text Its name, without a folder
-- @param digest text SHA-256 of its bytes
-- @param rows text[] Digests of what its rows say
-- @returns one
-- @column load bigint null
select begin_load($1::text, $2::text, $3::text[]) as load
