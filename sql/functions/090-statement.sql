-- From a reply to statements: one row per slot with the value that the sender wants there, or the fault that line 1 of the
-- merge table refuses. The reply has the shape that core/import/reply-data.ts documents; nothing in it is believed.

create or replace function value_fault(p_field form_field, p_value text) returns text
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  if normal_text(p_value) is null then
    return case when p_field.form_field_required then 'invalid' end;
  end if;
  if length(p_value) > p_field.form_field_max then
    return 'invalid';
  end if;
  if p_field.form_field_choices <> '' and p_value <> all (string_to_array(p_field.form_field_choices, ' ')) then
    return 'invalid';
  end if;
  if p_field.form_field_type = 'date' and not pg_input_is_date(p_value) then
    return 'invalid';
  end if;
  if p_field.form_field_type in ('phone', 'email') and not contact_valid(p_field.form_field_type, p_value) then
    return 'invalid';
  end if;
  if p_field.form_field_type = 'integer' and p_value !~ '^-?[0-9]{1,15}$'
    or p_field.form_field_type = 'boolean' and p_value not in ('true', 'false') then
    return 'invalid';
  end if;
  return null;
end $$;
comment on function value_fault(form_field, text) is 'Why a form field cannot hold this value: null (it can) or invalid';

create or replace function pg_input_is_date(p_value text) returns boolean
language plpgsql immutable set search_path = public, pg_temp
as $$
begin
  if p_value !~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' then
    return false;
  end if;
  perform make_date(substr(p_value, 1, 4)::integer, substr(p_value, 6, 2)::integer, substr(p_value, 9, 2)::integer);
  return true;
exception when datetime_field_overflow or invalid_datetime_format then
  return false;
end $$;

create or replace function contact_valid(p_kind text, p_value text) returns boolean
language sql immutable set search_path = public, pg_temp
as $$
  select case p_kind
    when 'phone' then p_value ~ '^[+0-9(][0-9 ()/.\u00a0-]{2,30}$' and p_value ~ '[0-9].*[0-9].*[0-9]'
    when 'email' then p_value ~ '^[^[:space:]@<>"'',;:()\[\]\\]+@[^[:space:]@<>"'',;:()\[\]\\]+\.[^[:space:]@<>"'',;:()\[\]\\]+$'
    else true end
$$;

create or replace function group_fault(p_form bigint, p_place text, p_collection text, p_stated jsonb, p_value jsonb) returns text
language plpgsql stable security definer set search_path = public, pg_temp
as $$
declare
  field form_field;
  fault text;
begin
  if jsonb_typeof(p_stated) <> 'object' then
    return 'not-in-form';
  end if;
  perform from jsonb_object_keys(p_stated) stated
  where not exists (select from form_field where form_field_form = p_form and form_field_place = p_place
    and form_field_collection is not distinct from p_collection and form_field_name = stated and form_field_change);
  if found then
    return 'not-in-form';
  end if;
  for field in
    select * from form_field where form_field_form = p_form and form_field_place = p_place
      and form_field_collection is not distinct from p_collection
  loop
    fault := value_fault(field, p_value ->> field.form_field_name);
    if fault is null and field.form_field_type = 'contact' and not contact_valid(p_value ->> 'kind', p_value ->> field.form_field_name) then
      fault := 'invalid';
    end if;
    if fault is not null then
      return fault;
    end if;
  end loop;
  return null;
end $$;
comment on function group_fault(bigint, text, text, jsonb, jsonb) is 'Why a group cannot be stated: p_stated is what the reply names, p_value the whole group after it';

create or replace function reply_statements(p_form bigint, p_snapshot jsonb, p_reply jsonb, p_draft text)
returns table (slot text, value jsonb, fault text)
language plpgsql stable security definer set search_path = public, pg_temp
as $$
declare
  stated record;
  field form_field;
begin
  for stated in select key as name, s.value as said from jsonb_each(coalesce(p_reply -> 'set', '{}')) s loop
    select * into field from form_field
    where form_field_form = p_form and form_field_place = 'field' and form_field_name = stated.name;
    slot := 'field/' || stated.name;
    value := coalesce(to_jsonb(normal_text(stated.said #>> '{}')), 'null');
    fault := case
      when field.form_field_id is null or not field.form_field_change then 'not-in-form'
      else value_fault(field, value #>> '{}') end;
    return next;
  end loop;
  for stated in
    select s.said ->> 'collection' as collection, s.said ->> 'row' as key, s.said -> 'fields' as fields
    from jsonb_array_elements(coalesce(p_reply -> 'rows', '[]')) s (said)
    union all
    select s.said ->> 'collection', s.said ->> 'row', null
    from jsonb_array_elements(coalesce(p_reply -> 'drops', '[]')) s (said)
  loop
    select * into field from form_field
    where form_field_form = p_form and form_field_place = 'rows' and form_field_collection = stated.collection;
    -- a new row's key lives in its draft: the "new-1" of another copy of the form is another row
    slot := 'row/' || stated.collection || '/' || stated.key || case when stated.key like 'new-%' then '/' || p_draft else '' end;
    value := case when stated.fields is null then 'null' else coalesce(nullif(
      (select jsonb_object_agg(key, normal_text(v)) from jsonb_each_text(coalesce(p_snapshot -> slot, '{}') || stated.fields) as g (key, v)
        where normal_text(v) is not null), '{}'), 'null') end;
    value := case when value = 'null' or field.form_field_id is null then value else with_kind(field, value, p_snapshot) end;
    fault := case
      when field.form_field_id is null then 'not-in-form'
      when not p_snapshot ? slot and stated.key !~ '^new-[a-z0-9-]{1,40}$' then 'other-record'
      when stated.fields is null then case
        when p_snapshot ? slot and not field.form_field_drop then 'not-allowed'
        when not p_snapshot ? slot and not field.form_field_add then 'not-allowed' end
      when p_snapshot ? slot and not field.form_field_change or not p_snapshot ? slot and not field.form_field_add then 'not-allowed'
      else group_fault(p_form, 'row', stated.collection, stated.fields, value) end;
    return next;
  end loop;
  if p_reply -> 'report' is not null and p_reply -> 'report' <> 'null' then
    slot := 'report/' || p_draft;
    value := coalesce((select jsonb_object_agg(key, normal_text(v)) from jsonb_each_text(p_reply -> 'report') as g (key, v)
      where normal_text(v) is not null), 'null');
    fault := group_fault(p_form, 'report', null, p_reply -> 'report', value);
    return next;
  end if;
end $$;
comment on function reply_statements(bigint, jsonb, jsonb, text) is
  'Statements of a reply to a packet with this form and snapshot; fault: not-in-form, other-record, not-allowed, invalid or null';
