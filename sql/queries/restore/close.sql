-- Generated from the function close_restore() and its comment by npm run generate. Do not edit.
-- @name restore/close
-- @call closeRestore
-- @about Ends the waiting after a restore, once everything was read again.
-- @returns one
-- @column closed boolean null
select close_restore() as closed
