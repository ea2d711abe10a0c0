-- Filters, columns and the order of a list, as people write them, from the catalog of fields. A value is bound, and never part of a
-- statement's text; a name of a field only where the catalog has it.

create or replace function list_fields(p_type text) returns table (
  field text, kind text, domain text, choices text[], refers name, expression text)
language sql stable security invoker set search_path = public, pg_temp
as $$
  -- a file is its name
  select f.field, case f.kind when 'file' then 'text' else f.kind end, f.domain, f.choices,
    case when f.kind <> 'file' then f.refers end,
    case f.kind when 'file' then file_name_of(f.attribute) else format('t.%I', f.attribute) end
  from record_fields(p_type) f
  where may_read and f.field <> 'name'
    and kind in ('text', 'long-text', 'integer', 'number', 'money', 'date', 'time', 'boolean', 'choice', 'record', 'email', 'phone',
      'web', 'place', 'file')
  -- what every record has
  union all select * from (values ('name', 'text', null, null::text[], null::name, 'e.entity_name'),
    ('owner', 'record', null, null, 'staff', 'e.entity_owner'), ('parent', 'record', null, null, 'entity', 'e.entity_parent'),
    ('created', 'time', null, null, null, 'e.entity_created'), ('changed', 'time', null, null, null, 'e.entity_changed'))
    v (field, kind, domain, choices, refers, expression)
  where record_type(p_type) is not null
    and (v.field = 'name' or v.field not in (select r.field from record_fields(p_type) r))
  -- a table that is no type of record
  union all select t.* from list_tables() l cross join lateral table_list_fields(l.source) t
  where record_type(p_type) is null and l.source::text = p_type
$$;
comment on function list_fields(text) is
  'The fields of a type, or of a table that is none, that a list shows and filters by, with their SQL for the row t of its table and the '
    'row e of entity';

create or replace function file_name_of(p_attribute name) returns text
language sql immutable set search_path = public, pg_temp
as $$ select format('(select attachment_filename from attachment where attachment_id = t.%I)', p_attribute) $$;
comment on function file_name_of(name) is 'SQL for the name of the file that a column of the row t holds, as the caller sees it';

create or replace function list_field(p_type text, p_word text) returns record
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
declare
  found_field record;
begin
  select * into found_field from list_fields(p_type) f where f.field = replace(lower(btrim(p_word)), '_', '-');
  if found_field.field is null then
    perform not_named('field', p_word, array(select f.field from list_fields(p_type) f));
  end if;
  return found_field;
end $$;
comment on function list_field(text, text) is 'A field by its name; refused (22023) with the nearest one where there is none';

create or replace function field_shown(p_kind text, p_domain text, p_expression text) returns text
language sql immutable
as $$
  select case when p_domain is not null then format('(select lookup_value from lookup where lookup_id = %s)', p_expression)
    when p_kind = 'record' then format('record_hid(%s)', p_expression)
    -- in full: a program's own numbers have fewer digits
    when p_kind in ('money', 'number') then p_expression || '::text'
    when p_kind = 'time' then format('to_char(%s at time zone ''UTC'', ''YYYY-MM-DD"T"HH24:MI:SS"Z"'')', p_expression) else p_expression end
$$;
comment on function field_shown(text, text, text) is 'SQL for a field''s value in words: the word of a list, the human id of a record';

create or replace function record_named(p_word text, p_refers name) returns bigint
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
declare
  number bigint;
  numbers bigint[];
begin
  if p_refers <> 'entity' and not is_subtype(p_refers) then
    return row_named(p_word, p_refers);
  end if;
  number := case when p_refers = 'staff' then owner_named(p_word) else find_entity(p_word) end;
  if number is null then
    numbers := array(select entity_id from entity where entity_name = p_word and entity_deleted is null and entity_merged is null limit 2);
    if cardinality(numbers) > 1 then
      raise exception 'several records are called "%"', p_word using errcode = '22023', constraint = 'search_name',
        hint = 'name it by its id';
    elsif numbers = '{}' then
      perform not_named('record', p_word, '{}');
    end if;
    number := numbers[1];
  end if;
  return number;
end $$;
comment on function record_named(text, name) is 'A record by its human id, its uuid, or the name that it alone has';

create or replace function field_value(p_field text, p_kind text, p_domain text, p_choices text[], p_refers name, p_value text) returns text
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
declare
  value text;
begin
  if p_kind = 'record' then
    return record_named(p_value, p_refers)::text;
  elsif p_kind = 'choice' then
    if p_domain is not null then
      value := (select lookup_id::text from lookup where lookup_domain = p_domain
        and lower(btrim(p_value)) in (lookup_value, lower(lookup_name)) order by lookup_value <> lower(btrim(p_value)) limit 1);
    else
      value := (select c from unnest(p_choices) c where lower(c) = lower(btrim(p_value)) limit 1);
    end if;
    if value is null then
      perform not_named(format('value of %s', p_field), p_value, p_choices);
    end if;
    return value;
  end if;
  begin
    return case p_kind when 'date' then p_value::date::text when 'time' then p_value::timestamptz::text
      when 'boolean' then p_value::boolean::text when 'integer' then p_value::numeric::text when 'number' then p_value::numeric::text
      when 'money' then p_value::numeric::text else p_value end;
  exception when data_exception then
    raise exception '% takes %, not "%"', p_field, case p_kind when 'date' then 'a day' when 'time' then 'a day or a time'
      when 'boolean' then 'yes or no' else 'a number' end, p_value using errcode = '22023', constraint = 'search_name',
      hint = case when p_kind in ('date', 'time') then 'write it like 2026-01-31' else '' end;
  end;
end $$;
comment on function field_value(text, text, text, text[], name, text) is
  'A value as people write it, as a filter compares it; refused (22023) where the field cannot have it';

create or replace function list_filter(p_type text, p_filter text, inout p_values text[], out filter text)
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
declare
  parts text[] := regexp_match(p_filter, '^\s*([A-Za-z][A-Za-z0-9_-]*)\s*(!=|<=|>=|=|<|>|~)\s*(.*?)\s*$');
  f record;
  place text;
begin
  if parts is null then
    raise exception '"%" is no filter', p_filter using errcode = '22023', constraint = 'search_name',
      hint = 'write field=value; = may be !=, <, <=, >, >= or ~ (has the words)';
  end if;
  f := list_field(p_type, parts[1]);
  if parts[3] = '' then
    if parts[2] not in ('=', '!=') then
      raise exception '% is compared with nothing', f.field using errcode = '22023', constraint = 'search_name',
        hint = 'write the value behind it';
    end if;
    filter := format('%s is %s null', f.expression, case parts[2] when '!=' then 'not' else '' end);
    return;
  elsif parts[2] = '~' then
    if f.kind not in ('text', 'long-text', 'email', 'phone', 'web', 'place') and f.domain is null then
      raise exception '% has no words', f.field using errcode = '22023', constraint = 'search_name', hint = 'compare it with =, <, >';
    end if;
    p_values := p_values || (select array_agg('%' || regexp_replace(btrim(search_form(w)), '([\\%_])', '\\\1', 'g') || '%')::text
      from regexp_split_to_table(parts[3], '\s+') w where btrim(search_form(w)) <> '');
    filter := format('search_form(%s) like all (coalesce($1[%s], ''{}'')::text[])', case when f.domain is null then f.expression
      else format('(select lookup_value || '' '' || lookup_name from lookup where lookup_id = %s)', f.expression) end,
      cardinality(p_values));
    return;
  elsif f.kind in ('record', 'choice', 'boolean') and parts[2] not in ('=', '!=') then
    raise exception '% has no order', f.field using errcode = '22023', constraint = 'search_name', hint = 'compare it with = or !=';
  end if;
  p_values := p_values || field_value(f.field, f.kind, f.domain, f.choices, f.refers, parts[3]);
  place := format('$1[%s]%s', cardinality(p_values), case when f.kind = 'record' or f.domain is not null then '::bigint'
    when f.kind = 'date' then '::date' when f.kind = 'time' then '::timestamptz' when f.kind = 'boolean' then '::boolean'
    when f.kind in ('integer', 'number', 'money') then '::numeric' else '' end);
  filter := case when parts[2] in ('=', '!=') then format('%s is %s distinct from %s',
      case when f.kind in ('text', 'long-text') then format('search_form(%s)', f.expression)
        when f.kind in ('email', 'phone', 'web', 'place') then format('own_same(%L, %s)', f.kind, f.expression) else f.expression end,
      case parts[2] when '=' then 'not' else '' end,
      case when f.kind in ('text', 'long-text') then format('search_form(%s)', place)
        when f.kind in ('email', 'phone', 'web', 'place') then format('own_same(%L, %s)', f.kind, place) else place end)
    else format('%s %s %s', f.expression, parts[2], place) end;
end $$;
comment on function list_filter(text, text, text[]) is
  'SQL of one filter, such as amount>=1000 or note~seed, with its value among those of the statement';
