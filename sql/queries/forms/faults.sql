-- @name forms/faults
-- @call formFaults
-- @about Why a form cannot be published.
-- @param form jsonb Parsed definition with its fields
-- @shape unknown
-- @returns many
-- @column fault text null Begins with the place in the definition
select fault from form_faults($1::jsonb)
