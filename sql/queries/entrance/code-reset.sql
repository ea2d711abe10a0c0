-- Generated from the function code_reset() and its comment by npm run generate. Do not edit.
-- @name entrance/code-reset
-- @call resetCode
-- @about The console asks a colleague for no code any more, whose telephone is lost; false where it asked for none.
-- @param hid text Short name
-- @returns one
-- @column reset boolean checked
select code_reset($1::text) as reset
