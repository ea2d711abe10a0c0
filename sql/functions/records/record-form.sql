-- The form of a type of record: all its fields and its rows in other tables. It is made from the catalog of fields, never
-- sent, and no letter or dispatch uses it (form_active is false): what a command states is a statement of this form, so that the merge
-- rule and the office's decision treat it as what a reply states. A changed catalog makes its next version.

create or replace function form_type_of(p_kind text) returns text
language sql immutable
return case when p_kind in ('long-text', 'date', 'boolean', 'integer', 'number', 'money', 'choice', 'record', 'email', 'phone', 'web',
    'place') then p_kind else 'text' end;
comment on function form_type_of(text) is 'The type of form field that holds a kind of field';

create or replace function record_form_fields(p_type text) returns table (
  place text, collection text, name text, source name, attribute name, type text, domain text, choices text, required boolean, sort bigint)
language plpgsql stable security definer set search_path = public, pg_temp
as $$
declare
  form_kind text := record_type(p_type);
begin
  return query
    select given.place, given.collection, given.field, given.source, given.attribute, given.type, given.domain, given.choices,
      given.required, row_number() over (order by given.place <> 'field', given.collection nulls first, given.place = 'row', given.sort)
    from (
      select 'field' as place, null as collection, f.field, f.source, f.attribute, form_type_of(f.kind) as type,
        coalesce(f.domain, reference_domain(f.source, f.attribute)) as domain,
        case when f.domain is null and f.kind = 'choice' then array_to_string(f.choices, ' ') else '' end as choices, f.required, f.sort
      from record_fields(p_type) f where f.may_write and f.field <> 'id' and f.kind <> 'file'
      union all
      select 'field', null, f.field, 'entity', f.attribute, f.kind, f.domain, '', f.required, 1000 + f.sort from place_fields() f
      union all
      select 'rows', replace(t.source, '_', '-'), replace(t.source, '_', '-'), t.source, null, 'rows', null, '', false, 0
      from listed_tables(form_kind) t (source)
      union all
      -- not what a table keeps by itself: when a row was made, which address is the first, whether one was proven
      select 'row', replace(t.source, '_', '-'), f.field, f.source, f.attribute,
        case when f.attribute = 'contact_point_value' then 'contact' else form_type_of(f.kind) end,
        coalesce(f.domain, reference_domain(f.source, f.attribute)), '', f.required, f.sort
      from listed_tables(form_kind) t (source), lateral table_fields(t.source) f
      where f.may_write and f.attribute <> owner_column(t.source) and f.kind <> 'file'
        and (f.kind not in ('time', 'boolean') or is_own(f.attribute))
    ) given;
end $$;
comment on function record_form_fields(text) is 'The fields of the form of a type of record, as form_field has them';

create or replace function record_form_text(p_type text, p_version integer) returns text
language sql stable security definer set search_path = public, pg_temp
as $$
  -- read where a decision of the office is told to the one who made the change: labels are all that it needs
  with parts as (
    select place, collection, sort, case place
      when 'rows' then format('  (collection %s (table "%s") (add true) (change true) (drop %s) (label (en "%s"))', collection, source,
        -- a definition in which rows may go says which of their fields is never empty
        (select coalesce(bool_or(r.required or r.name = 'kind'), false)::text from record_form_fields(p_type) r
          where r.place = 'row' and r.collection = p.collection),
        replace(regexp_replace(collection, '^own-', ''), '-', ' ') || ' of it')
      else format('%s(field %s (column "%s") (type text) %s(max 20000) (label (en "%s")))',
        case place when 'row' then '    ' else '  ' end, name, attribute,
        case when place = 'row' and (required or name = 'kind') then '(required true) ' else '' end,
        -- with the label of its rows it fits into a line
        left(replace(name, '-', ' '), 26) || case when name in ('form', 'token', 'end') then ' of it' else '' end) end
      as line
    from record_form_fields(p_type) p),
  lines as (
    select sort, line || case when place <> 'field' and lead(place) over (order by sort) is distinct from 'row' then ')' else '' end as line
    from parts)
  select format(E'(satchel-form (name "record-%6$s") (version %2$s) (entity %5$s)\n  (title (en "%3$s")) (intro (en "All fields."))\n%4$s)',
    p_type, p_version, (select entity_type_name from entity_type where entity_type_hid = p_type), string_agg(line, E'\n' order by sort),
    case when p_type ~ '_' then '"' || p_type || '"' else p_type end, replace(p_type, '_', '-'))
  from lines
$$;
comment on function record_form_text(text, integer) is 'The definition of the form of a type of record';

create or replace function record_form(p_type text) returns bigint
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
declare
  form_kind text := record_type(p_type);
  called text := 'record-' || form_kind;
  content text;
  latest form;
  made bigint;
begin
  if form_kind is null then
    return null;
  end if;
  select encode(sha256(convert_to(string_agg(f::text, chr(10) order by f.sort), 'UTF8')), 'hex') into content
  from record_form_fields(form_kind) f;
  loop
    select * into latest from form where form_name = called order by form_version desc limit 1;
    if latest.form_digest = content then
      return latest.form_id;
    end if;
    insert into form (form_hid, form_name, form_version, form_type, form_definition, form_digest, form_active)
    select called || '/' || version, called, version, entity_type_id, record_form_text(form_kind, version), content, false
    from entity_type, lateral (select coalesce(latest.form_version, 0) + 1 as version) v where entity_type_hid = form_kind
    -- somebody else may be making the same version: theirs is read then
    on conflict (form_hid) do nothing returning form_id into made;
    if made is not null then
      insert into form_field (form_field_hid, form_field_form, form_field_place, form_field_collection, form_field_name,
        form_field_table, form_field_column, form_field_type, form_field_domain, form_field_sort, form_field_change, form_field_add,
        form_field_drop, form_field_required, form_field_policy, form_field_needs, form_field_max, form_field_choices)
      select concat_ws('/', called, coalesce(latest.form_version, 0) + 1, f.place, f.collection, f.name), made, f.place, f.collection,
        f.name, f.source, f.attribute, f.type, f.domain, f.sort, true, f.place = 'rows', f.place = 'rows', f.required, 'auto', 'weak',
        20000, coalesce(f.choices, '')
      from record_form_fields(form_kind) f;
      return made;
    end if;
  end loop;
end $$;
comment on function record_form(text) is
  'The form of a type of record, made now where it is missing or the catalog of fields has changed; null for no type';
