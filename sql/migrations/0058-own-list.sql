-- A colleague's own records in the order of their list: a page is read from its first row to its last. It finds an owner's records for row
-- security, too, so the index on owners alone goes.
create index entity_own_index on entity (entity_owner, entity_name, entity_id);
drop index entity_owner_index;
