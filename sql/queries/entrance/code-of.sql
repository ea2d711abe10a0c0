-- Generated from the function code_of() and its comment by npm run generate. Do not edit.
-- @name entrance/code-of
-- @call codeOf
-- @about The secret of a staff member, and since when it is in use. For the console's login.
-- @param staff bigint Staff member
-- @returns many
-- @column secret text checked Base 32
-- @column confirmed timestamptz null In use since
-- @column recovery integer checked Recovery codes that are left
select secret, confirmed, recovery from code_of($1::bigint)
