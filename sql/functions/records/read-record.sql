-- The command reads before it writes: the record, its slots, and values as people type them.

create or replace function place_fields() returns table (
  field text, label text, kind text, domain text, refers name, required boolean, may_write boolean, attribute name, sort integer)
language sql stable security invoker set search_path = public, pg_temp
as $$
  -- Whose a record is, and where it stands. A new record is given both as it is made, so that the right to change them says who may.
  select f.field, case f.field when 'owner' then 'colleague whose it is' else 'record that it stands under' end, f.kind,
    'record/' || f.refers, f.refers, f.field = 'owner',
    has_column_privilege('entity', f.attribute::text, 'update'), f.attribute, f.sort
  from table_fields('entity') f where f.field in ('owner', 'parent')
$$;
comment on function place_fields() is 'The owner and the parent of a record of any type, as fields of it';

create or replace function read_word(p_domain text, p_choices text[], p_text text) returns text
language sql stable security invoker set search_path = public, pg_temp
as $$
  select case when p_domain is null then (
      select choice from unnest(p_choices) choice where lower(choice) = lower(p_text) limit 1)
    else (select lookup_value from lookup where lookup_domain = p_domain and lookup_active and lower(p_text) in (
      select lower(word) from unnest(array[lookup_value, lookup_name]) word
      union all select lower(value) from jsonb_each_text(lookup_labels))
      order by lookup_value <> lower(p_text), lookup_sort limit 1) end
$$;
comment on function read_word(text, text[], text) is
  'The choice that a word means, by its value or its name in any language; null for none';

create or replace function read_reference(p_table name, p_text text) returns jsonb
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
declare
  found text[];
begin
  if p_table = 'staff' then
    -- whoever left owns nothing and does nothing
    found := array(select staff_hid from staff where staff_active and staff_hid = lower(btrim(p_text)));
    if found = '{}' then
      found := array(select staff_hid from staff join entity on entity_id = staff_id
        where staff_active and entity_name = one_spaced(p_text));
    end if;
  elsif p_table <> 'entity' and not is_subtype(p_table) then
    execute format('select array_agg(%I::text) from %I where %I = $1',
      p_table || case p_table when 'relationship_type' then '_hid' else '_id' end, p_table, p_table || '_hid') into found using p_text;
  else
    found := array(select hid from named_records(p_text) join entity_type on entity_type_hid = type
      where p_table = 'entity' or entity_type_table = p_table);
  end if;
  return case coalesce(cardinality(found), 0) when 1 then jsonb_build_object('value', found[1])
    when 0 then '{"fault": "not-there"}' else '{"fault": "several"}' end;
end $$;
comment on function read_reference(name, text) is
  'The row of a table that a word names: {value} with its human id, or {fault: not-there | several}';
