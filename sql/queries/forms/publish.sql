-- @name forms/publish
-- @about Adds a form version.
-- @param form jsonb Parsed definition with its fields
-- @returns one
-- @column result text null new, known, changed or faults
select publish_form($1::jsonb) as result
