-- Generated from the function own_holders() and its comment by npm run generate. Do not edit.
-- @name own/holders
-- @call ownHolders
-- @about Types and tables of records that take further fields.
-- @returns many
-- @column source name checked
-- @column word text checked As it is typed
-- @column label text null
-- @column part text checked
select source, word, label, part from own_holders()
