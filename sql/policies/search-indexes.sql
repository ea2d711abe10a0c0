-- Indexes of the search, after the functions and the catalog that they are made of.
select make_search_indexes();
