-- @name forms/columns
-- @call formColumns
-- @about The columns of tables, with what each may hold in a form.
-- @param tables text[] Names of the tables
-- @returns many
-- @column source text checked Its table
-- @column attribute text checked Its name
-- @column kind text checked
-- @column choices text[] null
select source, attribute, kind, choices from unnest($1::text[]) named (name), lateral table_fields(named.name::name)
order by source, sort
