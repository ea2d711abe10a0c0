-- Forms come as data (parsed from their definition files) and never change once published.

create or replace function form_faults(p_form jsonb) returns table (fault text)
language sql stable security invoker set search_path = public, pg_temp
as $$
  -- What would fail at the first packet, or lose what people answer. The words for the place are those of forms/definition/definition-check.ts.
  with field as (
    select f.*, case f.place when 'field' then 'field ' || f.name when 'report' then 'report field ' || f.name when 'rows' then 'collection ' || f.name
        else format('collection %s, field %s', f.collection, f.name) end as here,
      attnum, format_type(atttypid, null) as holds, m.meta_fields_value as domain,
      exists (select from pg_constraint where contype = 'f' and conrelid = attrelid and conkey = array[attnum]) as refers
    from jsonb_to_recordset(p_form -> 'fields') f (place text, collection text, name text, source name, field name, type text, sort integer, choices text)
    left join pg_attribute on attrelid = to_regclass(format('public.%I', f.source)) and attname = f.field and attnum > 0 and not attisdropped
    left join meta_fields m on m.meta_fields_table = f.source and m.meta_fields_field = f.field and m.meta_fields_attribute = 'domain'),
  fits as (select type, holds from (values ('date', array['date', 'timestamp with time zone']), ('boolean', array['boolean']),
    ('integer', array['smallint', 'integer', 'bigint', 'numeric'])) v (type, held), unnest(held) holds)
  select 'the form: (entity ...) is not one of ' || (select string_agg(entity_type_hid, ', ' order by entity_type_id) from entity_type)
  where not exists (select from entity_type where entity_type_hid = p_form ->> 'entity')
  union all
  select format('the report: (kind ...) is not one of the list activity-kind: %s',
    (select string_agg(lookup_value, ', ' order by lookup_value) from lookup where lookup_domain = 'activity-kind'))
  where p_form ->> 'report_kind' is not null
    and not exists (select from lookup where lookup_domain = 'activity-kind' and lookup_value = p_form ->> 'report_kind')
  union all
  select fault from (
    select sort, here || ': ' || case
      when place = 'rows' and not exists (select from record_tables() r where r.source = field.source and part = 'row' and key = r.source || '_entity')
        then format('the table %s holds no rows that a form can list: contact_point and address do', source)
      when place = 'rows' then null
      when attnum is null then format('there is no column %s in the table %s', field, source)
      when domain is not null and type <> 'choice' then format('the column %s holds a word of the list %s, so its type is choice', field, domain)
      when domain is not null then (select format('the choice %s is not in the list %s', choice, domain)
        from unnest(string_to_array(choices, ' ')) choice where not exists (select from lookup where lookup_domain = domain and lookup_value = choice) limit 1)
      when refers then format('the column %s names another record, which no field of a form can hold', field)
      when not (exists (select from fits where fits.type = field.type and fits.holds = field.holds)
        or not exists (select from fits where fits.type = field.type) and holds in ('text', 'character varying', 'character'))
        then format('the column %s holds %s, which the type %s cannot', field, holds, type) end as fault
    from field order by sort) faults
  where fault is not null and exists (select from entity_type where entity_type_hid = p_form ->> 'entity')
$$;
comment on function form_faults(jsonb) is 'Why a form cannot be published; no rows is good';

create or replace function publish_form(p_form jsonb) returns text
language plpgsql security invoker set search_path = public, pg_temp
as $$
declare
  known form;
  made bigint;
begin
  select * into known from form
  where form_name = p_form ->> 'name' and form_version = (p_form ->> 'version')::integer;
  if known.form_id is not null then
    return case when known.form_digest = p_form ->> 'digest' then 'known' else 'changed' end;
  end if;
  if exists (select from form_faults(p_form)) then
    return 'faults';
  end if;
  insert into form (form_hid, form_name, form_version, form_type, form_definition, form_digest, form_report_kind)
  select p_form ->> 'name' || '/' || (p_form ->> 'version'), p_form ->> 'name', (p_form ->> 'version')::integer,
    entity_type_id, p_form ->> 'definition', p_form ->> 'digest',
    (select lookup_id from lookup where lookup_domain = 'activity-kind' and lookup_value = p_form ->> 'report_kind')
  from entity_type where entity_type_hid = p_form ->> 'entity'
  returning form_id into made;
  insert into form_field (form_field_hid, form_field_form, form_field_place, form_field_collection, form_field_name,
    form_field_table, form_field_column, form_field_type, form_field_domain, form_field_sort, form_field_change, form_field_add,
    form_field_drop, form_field_required, form_field_policy, form_field_needs, form_field_max, form_field_choices)
  select concat_ws('/', p_form ->> 'name', p_form ->> 'version', f.place, f.collection, f.name), made, f.place, f.collection, f.name,
    f.source, f.field, f.type, m.meta_fields_value, f.sort, f.change, coalesce(f.add, false), coalesce(f.drop, false),
    coalesce(f.required, false), f.policy, f.needs, f.max, coalesce(f.choices, '')
  from jsonb_to_recordset(p_form -> 'fields') f (place text, collection text, name text, source name, field name, type text,
    sort integer, change boolean, add boolean, drop boolean, required boolean, policy text, needs text, max integer, choices text)
  left join meta_fields m on m.meta_fields_table = f.source and m.meta_fields_field = f.field and m.meta_fields_attribute = 'domain';
  return 'new';
end $$;
comment on function publish_form(jsonb) is 'Adds a form version: new, known (same content), changed (same number, other content: refused), faults (form_faults says which)';
