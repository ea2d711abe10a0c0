-- Generated from the function take_import() and its comment by npm run generate. Do not edit.
-- @name session/lock-import
-- @call lockImport
-- @about Makes this session the one that imports, until it ends; false while another one imports.
-- @returns one
-- @column got boolean null
select take_import() as got
