-- What a removed row held last, found without reading the whole audit.

create index audit_removed_index on audit (audit_table, audit_row) where audit_verb = 'delete';

-- A row of person_private gave its record the name of that table.
update entity set entity_name = concat_ws(' ', btrim(person_given), btrim(person_family)) from person
where person_id = entity_id and entity_name = 'person_private' and btrim(concat(person_given, person_family)) <> '';
