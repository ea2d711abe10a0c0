-- Generated from the function publish_form() and its comment by npm run generate. Do not edit.
-- @name forms/publish
-- @call publishForm
-- @about Adds a form version, for an administrator: new, known (same content), changed (same number, other content: refused), taken (the name is that of a form of the program), faults (form_faults lists them).
-- @param form jsonb Parsed definition with its fields
-- @shape unknown
-- @returns one
-- @column result text null new, known, changed, taken or faults
-- @shape 'new' | 'known' | 'changed' | 'taken' | 'faults'
select publish_form($1::jsonb) as result
