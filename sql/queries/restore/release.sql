-- Generated from the function release_restore() and its comment by npm run generate. Do not edit.
-- @name restore/release
-- @call releaseRestore
-- @about Ends the waiting after a restore because a person says so; for the owner's login.
-- @returns one
-- @column closed boolean null
select release_restore() as closed
