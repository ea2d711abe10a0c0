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

create or replace function part_fields(p_table name, p_key name) returns text
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
begin
  -- SQL for the row t of a table as a list of {name, label, value}, in the order of its columns; words in place of numbers
  return (select string_agg(format('jsonb_build_object(''name'', %L, ''label'', %L, ''value'', %s)', regexp_replace(attname, '^' || p_table || '_', ''),
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
