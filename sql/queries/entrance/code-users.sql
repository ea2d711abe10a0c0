-- Generated from the function code_users() and its comment by npm run generate. Do not edit.
-- @name entrance/code-users
-- @call codeUsers
-- @about Who is asked for a code by the console: oneself, and an administrator sees all.
-- @returns many
-- @column staff text checked Short name
-- @column name text checked Name
-- @column since timestamptz checked In use since
-- @column recovery integer checked Recovery codes that are left
select staff, name, since, recovery from code_users()
