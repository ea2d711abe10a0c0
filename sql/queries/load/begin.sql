-- Generated from the function begin_load() and its comment by npm run generate. Do not edit.
-- @name load/begin
-- @call beginLoad
-- @about Records the file that this transaction loads: name, SHA-256, digests of its rows.
-- @param file text Its name, without a folder
-- @param digest text SHA-256 of its bytes
-- @param rows text[] Digests of the contents of its rows
-- @returns one
-- @column load bigint null
select begin_load($1::text, $2::text, $3::text[]) as load
