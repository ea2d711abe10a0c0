-- Names of types, fields and choices, in the language of the reader. English is the comment of a column, the name of a type and the
-- title of a choice. Other languages are attributes of meta_fields and meta_tables (label-de) and lookup_labels, which any interface may
-- read; a label of the organisation's own (own-label-de) counts before a shipped one.

create or replace function read_in(p_language text) returns text
language sql volatile
return set_config('satchel.language', p_language, true);
comment on function read_in(text) is $$Says the language of labels for the rest of the transaction
@query labels/read-in @call readIn @param language Language @column language null$$;

create or replace function field_label(p_table name, p_field name) returns text
language sql stable security invoker set search_path = public, pg_temp set plan_cache_mode = force_generic_plan
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

create or replace function keep_labels(p_language text, p_english jsonb, p_texts jsonb) returns void
language plpgsql volatile security invoker set search_path = public, pg_temp
as $$
begin
  -- a column that the organisation calls something else has no shipped label
  insert into meta_fields (meta_fields_table, meta_fields_field, meta_fields_attribute, meta_fields_value)
  select c.relname, a.attname, 'label-' || p_language, p_texts ->> key
  from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  cross join lateral (select substr(a.attname, length(c.relname) + 2) as part) p
  cross join lateral (select case when p_english ? a.attname::text then a.attname::text else part end as key) k
  where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attname like replace(c.relname, '_', '\_') || '\_%'
    and lower(col_description(c.oid, a.attnum)) = lower(p_english ->> key) and p_texts ? key
  on conflict (meta_fields_table, meta_fields_field, meta_fields_attribute) do update set meta_fields_value = excluded.meta_fields_value
  where meta_fields.meta_fields_value <> excluded.meta_fields_value;
  insert into meta_tables (meta_tables_table, meta_tables_attribute, meta_tables_value)
  select entity_type_hid, 'label-' || p_language, p_texts ->> ('type/' || entity_type_hid) from entity_type
  where entity_type_name = p_english ->> ('type/' || entity_type_hid) and p_texts ? ('type/' || entity_type_hid)
  on conflict (meta_tables_table, meta_tables_attribute) do update set meta_tables_value = excluded.meta_tables_value
  where meta_tables.meta_tables_value <> excluded.meta_tables_value;
  update lookup set lookup_labels = lookup_labels || jsonb_build_object(p_language, p_texts ->> lookup_hid)
  where not lookup_labels ? p_language and lookup_name = p_english ->> lookup_hid and p_texts ? lookup_hid;
end $$;
comment on function keep_labels(text, jsonb, jsonb) is $$Stores the shipped labels of a language: of what is still called as it was shipped
@query labels/keep @call keepShippedLabels @param language Language @param english Shipped English by key @shape Record<string, string>
@param texts Labels by key @shape Record<string, string>$$;

create or replace function set_label(p_name text, p_language text, p_text text) returns text
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
declare
  named record;
begin
  select * into named from label_named(p_name);
  if not is_office() then
    raise exception 'labels are for the office to set' using errcode = '42501';
  end if;
  if exists (select from lookup where lookup_hid = p_name) then
    update lookup set lookup_name = case when p_language = 'en' and p_text <> '' then p_text else lookup_name end,
      lookup_labels = case when p_language = 'en' or p_text = '' then lookup_labels - p_language
        else lookup_labels || jsonb_build_object(p_language, p_text) end where lookup_hid = p_name;
    return 'choice';
  elsif named.attribute is not null then
    delete from meta_fields where meta_fields_table = named.source and meta_fields_field = named.attribute
      and meta_fields_attribute = 'own-label-' || p_language;
    insert into meta_fields (meta_fields_table, meta_fields_field, meta_fields_attribute, meta_fields_value)
    select named.source, named.attribute, 'own-label-' || p_language, p_text where p_text <> '';
    return 'field';
  elsif named.type is not null then
    delete from meta_tables where meta_tables_table = named.type::name and meta_tables_attribute = 'own-label-' || p_language;
    insert into meta_tables (meta_tables_table, meta_tables_attribute, meta_tables_value)
    select named.type, 'own-label-' || p_language, p_text where p_text <> '';
    return 'type';
  end if;
  return null;
end $$;
comment on function set_label(text, text, text) is
  $$Says what the organisation calls a type, a field or a choice in a language; the empty text takes that back. Null: no such name
@query labels/set @call setLabel @param name deal, deal.amount or source/visit @param language Language @param text Label
@column label_of null @shape 'type' | 'field' | 'choice'$$;

create or replace function labels_of(p_name text) returns table (language text, label text, own boolean)
language sql stable security invoker set search_path = public, pg_temp
as $$
  with named as (select * from label_named(p_name)),
  given as (
    select meta_fields_attribute as attribute, meta_fields_value as value
    from named join meta_fields on meta_fields_table = source and meta_fields_field = named.attribute
    union all select meta_tables_attribute, meta_tables_value from named join meta_tables on meta_tables_table = type::name)
  select regexp_replace(attribute, '^(own-)?label-', ''), value, attribute like 'own-%' from given where attribute ~ '^(own-)?label-'
  union all select 'en', lookup_name, false from lookup where lookup_hid = p_name
  union all select key, value, false from lookup, jsonb_each_text(lookup_labels) where lookup_hid = p_name
  order by 1, 3
$$;
comment on function labels_of(text) is $$The labels of a type, a field or a choice, by language
@query labels/of @call labelsOf @param name deal, deal.amount or source/visit @column language checked @column label checked
@column own checked$$;
