-- @name forms/faults
-- @about Why a form cannot be published.
-- @param form jsonb Parsed definition with its fields
-- @returns many
-- @column fault text null Begins with the place in the definition
select fault from form_faults($1::jsonb)
