-- Generated from the function claim_import_lock() and its comment by npm run generate. Do not edit.
-- @name session/lock-import
-- @call lockImport
-- @about Makes this session the one that imports, until it ends; false while another one imports.
-- @returns one
-- @column got boolean null
select claim_import_lock() as got
