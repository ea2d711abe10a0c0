-- Forms come as data (parsed from their definition files) and never change once published.

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
  insert into form (form_hid, form_name, form_version, form_type, form_definition, form_digest)
  select p_form ->> 'name' || '/' || (p_form ->> 'version'), p_form ->> 'name', (p_form ->> 'version')::integer,
    entity_type_id, p_form ->> 'definition', p_form ->> 'digest'
  from entity_type where entity_type_hid = p_form ->> 'entity'
  returning form_id into made;
  if made is null then
    return 'no-type';
  end if;
  insert into form_field (form_field_hid, form_field_form, form_field_place, form_field_collection, form_field_name,
    form_field_table, form_field_column, form_field_type, form_field_domain, form_field_sort, form_field_change, form_field_add,
    form_field_drop, form_field_required, form_field_policy, form_field_needs, form_field_max, form_field_choices)
  select concat_ws('/', p_form ->> 'name', p_form ->> 'version', f.place, f.collection, f.name), made, f.place, f.collection, f.name,
    f.source, f.field, f.type, m.meta_fields_value, f.sort, f.change, coalesce(f.add, false), coalesce(f.drop, false),
    coalesce(f.required, false), f.policy, f.needs, f.max, coalesce(f.choices, '')
  from jsonb_to_recordset(p_form -> 'fields') f (place text, collection text, name text, source name, field name, type text,
    sort integer, change boolean, add boolean, drop boolean, required boolean, policy text, needs text, max integer, choices text)
  left join meta_fields m on m.meta_fields_table = f.source and m.meta_fields_field = f.field and m.meta_fields_attribute = 'domain';
  -- a form that names a column which is not there would fail at the first packet: refuse it now
  perform from form_field left join pg_attribute on attrelid = to_regclass(format('public.%I', form_field_table))
    and attname = form_field_column and attnum > 0 and not attisdropped
  where form_field_form = made and form_field_column is not null and attname is null;
  if found then
    raise exception 'a field of the form names a column that is not there' using errcode = '42703';
  end if;
  return 'new';
end $$;
comment on function publish_form(jsonb) is 'Adds a form version: new, known (same content), changed (same number, other content: refused), no-type';
