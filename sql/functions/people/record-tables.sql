-- The catalog of records: where a record's rows are, what makes two of them the same, and which columns name another record. Triggers,
-- row security, grants, merging, erasing, exports, the load and the diagram read it, so that a new table is forgotten by none of them.
-- tests/sql/record-catalog.test.ts adds a table here and sees each of them take it.

create or replace function shipped_tables() returns table (
  source name, key name, part text, record text, natural_key text[], is_loaded boolean, is_own boolean, rights text)
language sql immutable set search_path = public, pg_temp
as $$
  -- natural_key: SQL about the row %s; an empty one makes no two rows the same. Of a row of its record's own number there is one
  select v.*, 'record' from (values ('person'::name, 'person_id'::name, 'subtype', 'person', '{}'::text[], true, true),
    ('organization', 'organization_id', 'subtype', 'organization', '{}', true, false),
    ('staff', 'staff_id', 'subtype', 'staff', '{}', false, false), ('product', 'product_id', 'subtype', 'product', '{}', true, false),
    ('grp', 'grp_id', 'subtype', 'grp', '{}', true, false), ('deal', 'deal_id', 'subtype', 'deal', '{}', true, false),
    ('ticket', 'ticket_id', 'subtype', 'ticket', '{}', true, false),
    ('person_private', 'person_private_id', 'row', 'person', '{}', false, false),
    ('contact_point', 'contact_point_entity', 'row', null, '{%s.contact_point_kind,%s.contact_point_normal}', true, true),
    ('address', 'address_entity', 'row', null, array['row_key(''address'', normal_address(%s))'], true, true),
    ('activity', 'activity_entity', 'row', null, '{}', true, false), ('attachment', 'attachment_entity', 'row', null, '{}', false, false),
    ('development_tracking', 'development_tracking_entity', 'row', null, '{}', false, false),
    ('deal_line', 'deal_line_deal', 'row', 'deal', '{}', true, false),
    ('member', 'member_entity', 'row', null, '{%s.member_grp}', true, false),
    ('relationship', 'relationship_left', 'row', null,
      '{%s.relationship_right,%s.relationship_kind,%s.relationship_start}', true, false),
    ('participant', 'participant_entity', 'row', null, '{%s.participant_activity}', true, false),
    -- rows of another record that point here, too
    ('relationship', 'relationship_right', 'end', null,
      '{%s.relationship_left,%s.relationship_kind,%s.relationship_start}', false, false),
    ('member', 'member_grp', 'end', 'grp', '{%s.member_entity}', false, false))
    v (source, key, part, record, natural_key, is_loaded, is_own)
$$;
comment on function shipped_tables() is 'The part of record_tables() that every installation has';

-- with tables of one's own it is made anew on a migrate, as one list: see make_record_tables()
create or replace function record_tables() returns table (
  source name, key name, part text, record text, natural_key text[], is_loaded boolean, is_own boolean, rights text)
language sql immutable set search_path = public, pg_temp
as $$ select * from shipped_tables() $$;
comment on function record_tables() is 'Tables with a record''s rows: the column with its key; subtype (the record itself), row, or end '
  '(a row of another record); the type of record; what makes two rows the same; whether files, and a '
    'person''s own form, write it; who sees a row: as its record (record), its owner, the office, everybody';

create or replace function owner_column(p_table name) returns name
language sql immutable set search_path = public, pg_temp
as $$
  -- the views of a person's own form are not in the catalog
  select coalesce((select key from record_tables() where source = p_table and part = 'row'), p_table || '_entity')
$$;
comment on function owner_column(name) is 'The column of a table that says whose record a row belongs to';

create or replace function listed_tables(p_type text) returns setof name
language sql immutable set search_path = public, pg_temp
as $$
  -- Tables with a way of their own are left out: activities are reports, files come beside one, a stage is entered. A participant is a row
  -- of an activity that no form names, and the hidden columns of a person are no rows
  select source from record_tables() where part = 'row' and (record is null or record = p_type)
    and source not in ('activity', 'attachment', 'development_tracking', 'participant', 'person_private')
$$;
comment on function listed_tables(text) is 'Tables whose rows a form for a type of record can list';

create or replace function shipped_references() returns table (source name, key name)
language sql immutable set search_path = public, pg_temp
as $$
  values ('activity'::name, 'activity_with'::name), ('deal', 'deal_party'), ('deal', 'deal_contact'), ('deal', 'deal_campaign'),
    ('ticket', 'ticket_party'), ('ticket', 'ticket_contact'), ('staff', 'staff_person'), ('entity', 'entity_parent')
$$;
comment on function shipped_references() is 'The part of record_references() that every installation has';

-- made anew as record_tables() is
create or replace function record_references() returns table (source name, key name)
language sql immutable set search_path = public, pg_temp
as $$ select * from shipped_references() $$;
comment on function record_references() is
  'Columns in which one record names another: a merge moves them, erasing empties them. Owners, packets and '
    'replies have rules of their own';

create or replace function is_subtype(p_table name) returns boolean
language sql immutable set search_path = public, pg_temp
as $$ select exists (select from record_tables() where source = p_table and part = 'subtype') $$;
comment on function is_subtype(name) is 'Whether a table''s rows are the records themselves, so that they say what a record is called';

create or replace function part_fields(p_table name, p_key name) returns text
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
begin
  -- SQL for the row t of a table as a list of {name, label, value}, in the order of its columns; words in place of numbers
  return (select string_agg(format('jsonb_build_object(''name'', %L, ''label'', %L, ''value'', %s)',
    regexp_replace(attname, '^' || p_table || '_', ''),
    coalesce(col_description(attrelid, attnum), replace(regexp_replace(attname, '^' || p_table || '_', ''), '_', ' ')), case
      when confrelid is null or not has_table_privilege(confrelid, 'select') then format('t.%I', attname)
      when confrelid = 'lookup'::regclass then format('(select lookup_name from lookup where lookup_id = t.%I)', attname)
      else format('coalesce((select (%s)::text from %I r where r.%I = t.%I), t.%4$I::text)', shown_as(confrelid::regclass::name),
        confrelid::regclass::name, confrelid::regclass::name || '_id', attname) end), ', ' order by attnum)
  from pg_attribute left join pg_constraint on conrelid = attrelid and conkey = array[attnum] and contype = 'f'
  where attrelid = p_table::text::regclass and attnum > 0 and not attisdropped and attname not in (p_table || '_id', p_key)
    and atttypid <> 'bytea'::regtype and has_column_privilege(attrelid, attnum, 'select'));
end $$;
comment on function part_fields(name, name) is 'SQL that shows the row t of a table to the caller, without its number and this key';
