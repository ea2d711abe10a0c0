-- @name queries/read
-- @about One stored query for people.
-- @param name text
-- @returns maybe
-- @column text text not-null
-- @column params text not-null
-- @column columns text not-null
select query_sql as text, query_params as params, query_columns as columns from query
where query_hid = $1::text and query_use = 'people'
