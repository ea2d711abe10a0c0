-- Generated from the function form_faults() and its comment by npm run generate. Do not edit.
-- @name forms/faults
-- @call formFaults
-- @about The faults that prevent the publication of a form; no rows is good.
-- @param form jsonb Parsed definition with its fields
-- @shape unknown
-- @returns many
-- @column fault text null Begins with the place in the definition
select fault from form_faults($1::jsonb)
