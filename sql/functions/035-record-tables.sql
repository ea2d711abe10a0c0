-- Where a record's rows are. Triggers, row security, grants, merging, erasure, exports and the diagram all read this one list, so
-- that a new table is forgotten by none of them.

create or replace function record_tables() returns table (source name, key name, part text)
language sql immutable set search_path = public, pg_temp
as $$
  values ('person'::name, 'person_id'::name, 'subtype'), ('organization', 'organization_id', 'subtype'), ('staff', 'staff_id', 'subtype'),
    ('product', 'product_id', 'subtype'), ('grp', 'grp_id', 'subtype'), ('deal', 'deal_id', 'subtype'), ('ticket', 'ticket_id', 'subtype'),
    ('person_private', 'person_private_id', 'row'), ('contact_point', 'contact_point_entity', 'row'), ('address', 'address_entity', 'row'),
    ('activity', 'activity_entity', 'row'), ('attachment', 'attachment_entity', 'row'), ('development_tracking', 'development_tracking_entity', 'row'),
    ('deal_line', 'deal_line_deal', 'row'), ('member', 'member_entity', 'row'), ('relationship', 'relationship_left', 'row'),
    ('participant', 'participant_entity', 'row'),
    -- rows of another record that point here, too
    ('relationship', 'relationship_right', 'end'), ('member', 'member_grp', 'end')
$$;
comment on function record_tables() is 'Tables with a record''s rows, the column with its key, and what they are to it: subtype, row, or end (the other end of a row)';

create or replace function is_subtype(p_table name) returns boolean
language sql immutable set search_path = public, pg_temp
as $$ select exists (select from record_tables() where source = p_table and part = 'subtype') $$;
comment on function is_subtype(name) is 'Whether a table''s rows are the records themselves, so that they say what a record is called';
