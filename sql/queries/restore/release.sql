-- Generated from the function release_restore() and its comment by npm run generate. Do not edit.
-- @name restore/release
-- @call releaseRestore
-- @about Ends the waiting after a restore at a person's request; for the owner's login.
-- @returns one
-- @column closed boolean null
select release_restore() as closed
