-- Generated from the function retry_item() and its comment by npm run generate. Do not edit.
-- @name items/retry
-- @call retryItem
-- @about Lets a quarantined item wait again; false when it is not in quarantine.
-- @param hash text
-- @returns one
-- @column waiting boolean null
select retry_item($1::text) as waiting
