-- @name queries/list
-- @call listQueries
-- @about Stored queries for people.
-- @use people
-- @returns many
-- @column name text not-null Query
-- @column about text not-null About
-- @column params text not-null Parameters
select query_hid as name, query_about as about, query_params as params from query where query_use = 'people' order by query_hid
