-- Generated from the function retry_item() and its comment by npm run generate. Do not edit.
-- @name items/retry
-- @call retryItem
-- @about Sets a quarantined item to waiting again; false if it is not in quarantine.
-- @param hash text
-- @returns one
-- @column waiting boolean null
select retry_item($1::text) as waiting
