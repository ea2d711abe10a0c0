-- Searching: telephone numbers by their last digits and e-mail addresses by a part. Names are looked up in the spelling in which people are
-- compared, by an index that each migrate makes anew with its functions, so the index on names as they are written goes.
create index contact_point_search_index on contact_point using gin (contact_point_normal gin_trgm_ops);
drop index entity_name_index;
-- A list of one type is in the order of names, a page at a time.
drop index entity_type_index;
create index entity_type_index on entity (entity_type, entity_name, entity_id);
-- A search that somebody keeps is a query of theirs; the program runs it by what it looks for, and never by its text.
alter table query add query_search jsonb;
comment on column query.query_search is 'Search that it keeps';
