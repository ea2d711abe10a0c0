-- The statements of a file that drops, renames or retypes something of one's own, or gives it other rights.

create or replace function own_change_statements(p_wanted jsonb) returns text[]
language sql stable security invoker set search_path = public, pg_temp
as $$
  select case p_wanted ->> 'what'
    when 'rights' then array[format('update added_table set added_table_rights = %L where added_table_hid = %L',
      p_wanted ->> 'rights', holder)]
    when 'rename' then own_rename_statements(holder, own_field(holder, p_wanted ->> 'field'), p_wanted)
    when 'retype' then own_drop_statements(holder, own_field(holder, f ->> 'name'))
      -- a column that is required gets its values first
      || own_field_statements(holder, jsonb_build_array(f || jsonb_build_object('required', false, 'name', field_key,
        'label', coalesce(nullif(f ->> 'label', ''), was.label))))
      || case when f ->> 'name' <> field_key then array[own_note(holder, was.attribute, 'word', f ->> 'name')] else '{}' end
    else own_drop_statements(holder, own_field(holder, p_wanted ->> 'field')) end
  from (select own_holder(p_wanted) as holder, p_wanted -> 'fields' -> 0 as f) h
  left join lateral (select t.label, t.attribute, own_made_word(holder, t.attribute) as field_key from table_fields(holder) t
    where t.attribute = own_field(holder, f ->> 'name')) was on true
$$;
comment on function own_change_statements(jsonb) is 'The statements that change something of one''s own';

create or replace function own_made_word(p_table name, p_column name) returns text
language sql immutable set search_path = public, pg_temp
as $$ select replace(substr(p_column, length(own_column(p_table, '')) + 1), '_', '-') $$;
comment on function own_made_word(name, name) is 'The word that a field was made with, which its column keeps';

create or replace function own_rename_statements(p_table name, p_column name, p_wanted jsonb) returns text[]
language sql stable security invoker set search_path = public, pg_temp
as $$
  select array_remove(array[
    case when p_wanted ->> 'label' is not null then
      case when p_column is null then format('comment on table %s is %L', p_table, p_wanted ->> 'label')
        else format('comment on column %s.%s is %L', p_table, p_column, p_wanted ->> 'label') end end,
    case when p_wanted ->> 'name' is not null then
      format('delete from meta_fields where meta_fields_table = %L and meta_fields_field = %L and meta_fields_attribute = %L', p_table,
        noted, 'word') end,
    -- the word of a table is noted with its number
    case when p_wanted ->> 'name' <> case when p_column is null then replace(substr(p_table, 5), '_', '-')
      else own_made_word(p_table, p_column) end then own_note(p_table, noted, 'word', p_wanted ->> 'name') end], null)
  from (select coalesce(p_column, p_table || '_id')::text as noted) n
$$;
comment on function own_rename_statements(name, name, jsonb) is 'The statements that give a table or field another word or label';

create or replace function own_drop_statements(p_table name, p_column name) returns text[]
language sql stable security invoker set search_path = public, pg_temp
as $$
  select case when p_column is null then array[format('drop table %s', p_table),
      format('delete from added_table where added_table_hid = %L', p_table),
      format('delete from meta_fields where meta_fields_table = %L', p_table)]
    else array(select s from unnest(array[p_column, p_column || '_currency']) with ordinality c (attribute, nth),
        lateral (values (format('alter table %s drop column %s', p_table, attribute), 1),
          (format('delete from meta_fields where meta_fields_table = %L and meta_fields_field = %L', p_table, attribute), 2)) v (s, n)
      where exists (select from pg_attribute a where attrelid = p_table::text::regclass and a.attname = attribute and not attisdropped)
      order by nth desc, n) end
$$;
comment on function own_drop_statements(name, name) is 'The statements that drop a table, or a column';
