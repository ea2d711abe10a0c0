-- Generated from the function code_end() and its comment by npm run generate. Do not edit.
-- @name entrance/code-end
-- @call endCode
-- @about The console asks this staff member for no code any more. For the console's login.
-- @param staff bigint Staff member
-- @returns one
-- @column ended boolean checked
select code_end($1::bigint) as ended
