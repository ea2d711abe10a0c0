-- @name forms/publish
-- @call publishForm
-- @about Adds a form version.
-- @param form jsonb Parsed definition with its fields
-- @shape unknown
-- @returns one
-- @column result text null new, known, changed or faults
-- @shape 'new' | 'known' | 'changed' | 'faults'
select publish_form($1::jsonb) as result
