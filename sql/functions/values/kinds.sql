-- A new row whose kind was left out gets one: a contact point by its shape, the others the plain one of their list. Statements of
-- replies get it before anything is compared, rows when they are written, so that every way in agrees.

create or replace function contact_shape(p_value text) returns text
language sql stable set search_path = public, pg_temp
as $$
  select case
    when contact_valid('email', p_value) then 'email'
    when p_value ~ '^[+0-9(][0-9 ()/.\u00a0-]{2,30}$' and p_value ~ '[0-9].*[0-9].*[0-9]' or contact_valid('phone', p_value) then 'phone'
    when p_value ~* '^(https?://|www\.)[^[:space:]]+$' or p_value ~ '^([[:alnum:]-]+\.)+[[:alpha:]]{2,}(/[^[:space:]]*)?$' then 'web'
    else 'other' end
$$;
comment on function contact_shape(text) is 'What a contact looks like: email, phone, web, or other';

create or replace function kind_by_shape(p_table name, p_value text, p_choices text) returns text
language sql stable security definer set search_path = public, pg_temp
as $$
  -- the first that both the installation's list and the form's choices have; a number does not tell whether it is a mobile one
  select lookup_value
  from unnest(case p_table
    when 'contact_point' then array[contact_shape(p_value), case contact_shape(p_value) when 'phone' then 'mobile' end, 'other']
    when 'address' then array['home', 'postal']
    when 'activity' then array['note'] end) with ordinality wanted (word, place)
  join meta_fields on meta_fields_table = p_table and meta_fields_field = p_table || '_kind' and meta_fields_attribute = 'domain'
  join lookup on lookup_domain = meta_fields_value and lookup_value = word and lookup_active
  where p_choices = '' or word = any (string_to_array(p_choices, ' '))
  order by place limit 1
$$;
comment on function kind_by_shape(name, text, text) is
  'The kind of a new row of a table that was left out: by the shape of its value, among these choices (all: empty); null where '
    'the list has none that fits';

create or replace function with_kind(p_rows form_field, p_value jsonb, p_snapshot jsonb) returns jsonb
language sql stable security definer set search_path = public, pg_temp
as $$
  -- the packet's row with the same content tells the kind
  select p_value || coalesce((
    select jsonb_strip_nulls(jsonb_build_object(form_field_name, coalesce(
      (select shown ->> form_field_name from jsonb_each(p_snapshot) s (slot, shown)
        where split_part(slot, '/', 1) = 'row' and split_part(slot, '/', 2) = form_field_collection
          and row_key(form_field_table, shown - form_field_name) = row_key(form_field_table, p_value)
        order by slot collate "C" limit 1),
      kind_by_shape(form_field_table, p_value ->> 'value', form_field_choices))))
    from form_field where form_field_form = p_rows.form_field_form and form_field_place = 'row'
      and form_field_collection = p_rows.form_field_collection and form_field_column = form_field_table || '_kind'
      and p_value ->> form_field_name is null), '{}')
$$;
comment on function with_kind(form_field, jsonb, jsonb) is 'A stated row of a form''s collection, with the kind that its sender left out';

create or replace function with_defaults(p_rows form_field, p_value jsonb) returns jsonb
language sql stable security definer set search_path = public, pg_temp
as $$
  -- what the table fills in is part of the row before it is compared: else it would look as if somebody had changed it since
  select p_value || coalesce((
    select jsonb_object_agg(form_field_name, (regexp_match(given, '^''?([^'']*)'))[1])
    from form_field join pg_attribute on attrelid = form_field_table::text::regclass and attname = form_field_column
    join pg_attrdef on adrelid = attrelid and adnum = attnum, lateral (select pg_get_expr(adbin, adrelid) as given) d
    where form_field_form = p_rows.form_field_form and form_field_place = 'row'
      and form_field_collection = p_rows.form_field_collection and p_value ->> form_field_name is null
      and given ~ '^(-?[0-9.]+|true|false|''[^'']*''::[a-z ]+)$'), '{}')
$$;
comment on function with_defaults(form_field, jsonb) is 'A stated row of a form''s collection, with the constants that its table fills in';

create or replace function kind_fill() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  field text := tg_table_name || '_kind';
begin
  return jsonb_populate_record(new, jsonb_build_object(field, (
    select lookup_id from lookup join meta_fields on lookup_domain = meta_fields_value
    where meta_fields_table = tg_table_name and meta_fields_field = field and meta_fields_attribute = 'domain'
      and lookup_value = kind_by_shape(tg_table_name, to_jsonb(new) ->> 'contact_point_value', ''))));
end $$;
