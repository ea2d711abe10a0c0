-- @name queries/own
-- @call ownQuery
-- @about One of the acting colleague's own queries, by its name.
-- @param name text
-- @returns maybe
-- @column name text not-null
-- @column params text not-null
-- @column login name not-null
-- @column text text not-null
-- @column about text not-null
-- @column search jsonb null
-- @shape SavedSearch
select query_hid as name, query_params as params, query_owner as login, query_sql as text, query_about as about,
  query_search as search from query
where query_hid = $1::text and not query_shipped and query_owner = acting_role()
