-- @name items/retry
-- @call retryItem
-- @about Lets a quarantined item wait again.
-- @param hash text
-- @returns one
-- @column waiting boolean null
select retry_item($1::text) as waiting
