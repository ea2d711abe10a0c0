-- @name restore/release
-- @call releaseRestore
-- @about Ends the waiting after a restore because a person says so.
-- @returns one
-- @column closed boolean null
select release_restore() as closed
