-- Normal forms of whole slots, by the types of the form's fields: what makes two of them the same.

create or replace function normal_slot(p_types jsonb, p_slot text, p_value jsonb) returns jsonb
language plpgsql immutable
as $$
declare
  types jsonb;
  code text := p_types ->> 'code';
  result jsonb;
begin
  if p_value is null or p_value = 'null' then
    return 'null';
  end if;
  if p_slot like 'field/%' then
    types := p_types -> p_slot;
    return case when types is null then 'null'
      else coalesce(to_jsonb(public.normal_value(types #>> '{}', null, p_value #>> '{}', code)), 'null') end;
  end if;
  types := p_types -> case when p_slot like 'row/%' then 'row/' || split_part(p_slot, '/', 2) else 'report' end;
  select jsonb_object_agg(name, normal) into result
  from jsonb_each_text(types) as t (name, type),
    lateral (select public.normal_value(type, p_value ->> 'kind', p_value ->> name, code) as normal offset 0) n
  where normal is not null;
  return coalesce(result, 'null');
end $$;
comment on function normal_slot(jsonb, text, jsonb) is
  'A slot''s value in normal form, given form_types: two values are the same when these are equal';

create or replace function normal_slots(p_types jsonb, p_values jsonb, p_slots text[]) returns jsonb
language sql immutable set search_path = public, pg_temp
as $$
  -- all rows, for a row is found by its value wherever it is
  select coalesce(jsonb_object_agg(key, normal_slot(p_types, key, value)), '{}') from jsonb_each(p_values)
  where key like 'row/%' or key = any (p_slots)
$$;
comment on function normal_slots(jsonb, jsonb, text[]) is 'The rows of a record, and these of its other slots, in normal form';

create or replace function row_key(p_table name, p_normal jsonb) returns text
language sql immutable set search_path = public, pg_temp
as $$
  -- the natural keys of record_tables(), over values in normal form. By hand, for it runs for each row of each reply, and a statement
  -- made from the catalog would be planned each time; a test compares the two. A row of another table, like a line of a deal, has none:
  -- it is its number, and two that say the same are two
  select case p_table
    when 'contact_point' then concat_ws('|', p_normal ->> 'kind', p_normal ->> 'value')
    when 'address' then lower(concat_ws('|', p_normal ->> 'line1', p_normal ->> 'line2', p_normal ->> 'postcode',
      p_normal ->> 'city', p_normal ->> 'region', p_normal ->> 'country'))
    when 'member' then p_normal ->> 'grp'
    when 'relationship' then concat_ws('|', p_normal ->> 'right', p_normal ->> 'kind', coalesce(p_normal ->> 'start', '')) end
$$;
comment on function row_key(name, jsonb) is
  'Natural key of a row in normal form: a new row with the key of one that stands is that row; null where a row is its number';
