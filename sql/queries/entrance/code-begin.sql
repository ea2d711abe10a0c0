-- Generated from the function code_begin() and its comment by npm run generate. Do not edit.
-- @name entrance/code-begin
-- @call beginCode
-- @about Keeps a secret that no code has confirmed yet; false where one is in use.
-- @param staff bigint Staff member
-- @param secret text Base 32
-- @returns one
-- @column begun boolean checked
select code_begin($1::bigint, $2::text) as begun
