-- @name search/kept
-- @call keptSearches
-- @about Searches that the acting staff member keeps.
-- @returns many
-- @column query text not-null Name of the query
-- @column search jsonb null What it looks for
-- @shape SavedSearch
select query_hid as query, query_search as search from query
where query_owner = acting_role() and query_search is not null and not query_shipped order by query_hid
