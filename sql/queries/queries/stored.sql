-- @name queries/stored
-- @call storedQueries
-- @about Number of the stored query that came last; each migrate stores all of them anew.
-- @returns one
-- @column stored bigint null
select max(query_id) as stored from query where query_shipped
