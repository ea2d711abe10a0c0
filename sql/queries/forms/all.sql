-- @name forms/all
-- @call allForms
-- @about Every published form version with its definition.
-- @returns many
-- @column name text not-null
-- @column version integer not-null
-- @column definition text not-null SX1
select form_name as name, form_version as version, form_definition as definition from form order by form_name, form_version
