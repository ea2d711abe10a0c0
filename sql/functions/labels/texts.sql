-- What types, fields and choices are called, in the language of the reader. English is the comment of a column, the name of a type and the
-- title of a choice. Other languages are attributes of meta_fields and meta_tables (label-de) and lookup_labels, which any interface may
-- read; a label of the organisation's own (own-label-de) counts before a shipped one.

create or replace function field_label(p_table name, p_field name) returns text
language sql stable security invoker set search_path = public, pg_temp
as $$
  select coalesce(
    (select meta_fields_value from meta_fields where meta_fields_table = p_table and meta_fields_field = p_field
      and meta_fields_attribute in ('own-label-' || reader_language(), 'label-' || reader_language())
      order by meta_fields_attribute desc limit 1),
    (select col_description(attrelid, attnum) from pg_attribute
      where attrelid = to_regclass(format('public.%I', p_table)) and attname = p_field), p_field)
$$;
comment on function field_label(name, name) is 'What a column is called in the language of the reader; its comment where there is no label';

create or replace function type_label(p_type text) returns text
language sql stable security invoker set search_path = public, pg_temp
as $$
  select coalesce(
    (select meta_tables_value from meta_tables where meta_tables_table = p_type::name
      and meta_tables_attribute in ('own-label-' || reader_language(), 'label-' || reader_language())
      order by meta_tables_attribute desc limit 1),
    (select entity_type_name from entity_type where entity_type_hid = p_type), p_type)
$$;
comment on function type_label(text) is 'What a type of record is called in the language of the reader; its name where there is no label';

create or replace function choice_label(p_name text, p_labels jsonb) returns text
language sql stable
return coalesce(p_labels ->> reader_language(), p_name);
comment on function choice_label(text, jsonb) is
  'What a choice of a list is called in the language of the reader; its title where there is no label';
