-- Generated from the function code_use() and its comment by npm run generate. Do not edit.
-- @name entrance/code-use
-- @call useCode
-- @about Uses a code up; false where it was used, or is no recovery code of theirs. For the console's login.
-- @param staff bigint Staff member
-- @param step bigint null Half minute of a right code
-- @param recovery text null SHA-256 of a recovery code, in hex
-- @returns one
-- @column used boolean checked
select code_use($1::bigint, $2::bigint, $3::text) as used
