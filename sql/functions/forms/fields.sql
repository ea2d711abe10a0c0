-- The fields of a form: types, tables, which rows may be dropped, what may be changed.

create or replace function form_types(p_form bigint) returns jsonb
language sql stable security definer set search_path = public, pg_temp
as $$
  -- {"field/NAME": TYPE, "row/COLLECTION": {NAME: TYPE ...}, "report": {NAME: TYPE ...}, "code": CALLING CODE}
  select coalesce(jsonb_object_agg(slot, types), '{}')
    || jsonb_build_object('code', coalesce((select instance_calling_code from instance), ''))
  from (
    select 'field/' || form_field_name as slot, to_jsonb(form_field_type) as types from form_field
    where form_field_form = p_form and form_field_place = 'field'
    union all
    select coalesce('row/' || form_field_collection, 'report'), jsonb_object_agg(form_field_name, form_field_type) from form_field
    where form_field_form = p_form and form_field_place in ('row', 'report') group by form_field_collection) typed
$$;
comment on function form_types(bigint) is 'Types of a form''s fields by slot, for normal_slot';

create or replace function names_only(p_form bigint, p_place text, p_collection text, p_stated jsonb) returns boolean
language sql stable security definer set search_path = public, pg_temp
as $$
  select jsonb_typeof(p_stated) = 'object' and not exists (select from jsonb_object_keys(p_stated) stated
    where not exists (select from form_field where form_field_form = p_form and form_field_place = p_place
      and form_field_collection is not distinct from p_collection and form_field_name = stated and form_field_change))
$$;
comment on function names_only(bigint, text, text, jsonb) is 'Whether a group names nothing but fields that the form lets change';

create or replace function form_tables(p_form bigint) returns jsonb
language sql stable security definer set search_path = public, pg_temp
as $$
  select coalesce(jsonb_object_agg(form_field_collection, form_field_table), '{}') from form_field
  where form_field_form = p_form and form_field_place = 'rows'
$$;
comment on function form_tables(bigint) is 'Tables of a form''s collections';

create or replace function droppable(p_form bigint) returns text[]
language sql stable security definer set search_path = public, pg_temp
as $$ select array(select form_field_collection from form_field where form_field_form = p_form
  and form_field_place = 'rows' and form_field_drop) $$;
comment on function droppable(bigint) is 'Collections of a form whose rows may be dropped';
