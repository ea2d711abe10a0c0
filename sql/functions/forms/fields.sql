-- The fields of a form: types, tables, which rows may be dropped, what may be changed.

create or replace function slot_fields(p_form bigint, p_slot text) returns setof form_field
language sql stable security invoker set search_path = public, pg_temp
as $$
  select f.* from form_field f where f.form_field_form = p_form and case split_part(p_slot, '/', 1)
    when 'field' then f.form_field_place = 'field' and f.form_field_name = split_part(p_slot, '/', 2)
    when 'row' then f.form_field_place in ('row', 'rows') and f.form_field_collection = split_part(p_slot, '/', 2)
    else f.form_field_place = 'report' and (split_part(p_slot, '/', 3) = '' or f.form_field_name = split_part(p_slot, '/', 3)) end
$$;
comment on function slot_fields(bigint, text) is
  'The fields of a form that a slot means: of a row its fields and the collection (rows), of a report all, or the one that the slot names';

create or replace function slot_kind(p_slot text) returns text
language sql immutable
as $$
  select case when p_slot like 'field/%' then p_slot when p_slot like 'row/%' then 'row/' || split_part(p_slot, '/', 2) else 'report' end
$$;
comment on function slot_kind(text) is 'What slots of one kind have in common: field/NAME, row/COLLECTION, report';

create or replace function slot_kinds(p_forms bigint[])
returns table (of_form bigint, of_kind text, source name, sort integer, needs_strong boolean, needs_review boolean, is_related boolean,
  fields jsonb)
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  return query
    select form_field_form, k.kind, min(form_field_table::text) filter (where form_field_place <> 'row')::name,
      min(form_field_sort) filter (where form_field_place <> 'row'), bool_or(form_field_needs = 'strong'),
      bool_or(form_field_policy = 'review'), bool_or(form_field_through is not null),
      jsonb_agg(jsonb_build_object('name', form_field_name, 'column', form_field_column, 'domain', form_field_domain))
        filter (where form_field_place <> 'rows')
    from form_field, lateral (select case form_field_place when 'field' then 'field/' || form_field_name when 'report' then 'report'
      else 'row/' || form_field_collection end as kind) k
    where form_field_form = any (p_forms) group by form_field_form, k.kind;
end $$;
comment on function slot_kinds(bigint[]) is
  'The kinds of slots that forms have, each with its table, its place in the form, what makes a person necessary, and its fields, '
  '[{name, column, domain}]';

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
