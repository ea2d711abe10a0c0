-- @name forms/all
-- @call allForms
-- @about Every published form version with its definition.
-- @returns many
-- @column name text not-null
-- @column version integer not-null
-- @column definition text not-null SX1
-- @column own boolean not-null Whether it is of this installation
-- @column active boolean not-null Whether packets go out with it
select form_name as name, form_version as version, form_definition as definition, form_own as own,
  form_active as active from form order by form_name, form_version
