-- @name queries/keep
-- @call keepQuery
-- @about Stores one shipped query, so that any language can run it.
-- @param name text
-- @param about text
-- @param params text
-- @param columns text
-- @param returns text
-- @param use text people or program
-- @param text text
-- @returns none
insert into query (query_hid, query_about, query_params, query_columns, query_returns, query_use, query_sql, query_shipped, query_owner)
values ($1::text, $2::text, $3::text, $4::text, $5::text, $6::text, $7::text, true, 'satchel_owner')
