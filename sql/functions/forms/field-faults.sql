-- Why a value, or a row of values, does not fit the field of a form.

create or replace function value_fault(p_field form_field, p_value text) returns text
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  if normal_text(p_value) is null then
    -- a record leaves a stage by the next one, never for none
    return case when p_field.form_field_required or p_field.form_field_table = 'development_tracking' then 'required' end;
  end if;
  return case
    when p_field.form_field_choices <> '' and p_value <> all (string_to_array(p_field.form_field_choices, ' ')) then 'not-a-choice'
    when p_field.form_field_type = 'date' and not pg_input_is_date(p_value) then 'not-a-date'
    when p_field.form_field_type = 'date' and p_field.form_field_column = 'person_born' and p_value::date > latest_day() then 'not-a-date'
    when p_field.form_field_type = 'phone' and not contact_valid('phone', p_value) then phone_misfit(p_value)
    when p_field.form_field_type = 'email' and not contact_valid('email', p_value) then 'not-an-email'
    when p_field.form_field_type = 'integer' and p_value !~ '^-?[0-9]{1,15}$' then 'not-a-number'
    when p_field.form_field_type in ('number', 'money') and p_value !~ '^-?[0-9]{1,15}([.][0-9]{1,10})?$' then 'not-a-decimal'
    when p_field.form_field_type in ('number', 'money')
      and scale(trim_scale(p_value::numeric)) > column_scale(p_field.form_field_table, p_field.form_field_column) then 'too-many-decimals'
    when p_field.form_field_type = 'money' and p_value::numeric < 0 then 'negative'
    when p_field.form_field_type = 'currency' and not exists (select from currencies() where code = p_value) then 'not-a-currency'
    when p_field.form_field_type = 'record' and p_value !~ '^[^[:space:]]{1,60}$' then 'not-a-record'
    when p_field.form_field_type = 'place' and place_text(p_value) is null then 'not-a-place'
    when p_field.form_field_type = 'web' and not web_valid(p_value) then 'not-a-web-address'
    when p_field.form_field_type = 'time' and not time_valid(p_value) then 'not-a-time'
    when p_field.form_field_type = 'boolean' and p_value not in ('true', 'false') then 'not-a-choice'
    when length(p_value) > p_field.form_field_max then 'too-long' end;
end $$;
comment on function value_fault(form_field, text) is
  'Why a form field cannot hold this value: null (it can), or a reason that letters tell';

create or replace function column_scale(p_table name, p_column name) returns integer
language sql stable set search_path = public, pg_temp
as $$
  -- how many decimals a column keeps: it would round the others away without a word
  select case when atttypid <> 'numeric'::regtype then 0 when atttypmod > 4 then (atttypmod - 4) & 65535 else 1000 end
  from pg_attribute where attrelid = format('public.%I', p_table)::regclass and attname = p_column
$$;
comment on function column_scale(name, name) is 'The decimals that a column of numbers keeps';

create or replace function row_fault(p_form bigint, p_collection text, p_value jsonb) returns text
language plpgsql stable security definer set search_path = public, pg_temp
as $$
declare
  field form_field;
  fault text;
begin
  for field in
    select * from form_field where form_field_form = p_form and form_field_place = 'row' and form_field_collection = p_collection
    order by form_field_sort
  loop
    fault := value_fault(field, p_value ->> field.form_field_name);
    if fault is null and field.form_field_type = 'contact' and not contact_valid(p_value ->> 'kind', p_value ->> field.form_field_name) then
      fault := case p_value ->> 'kind' when 'phone' then phone_misfit(p_value ->> field.form_field_name) else 'not-an-email' end;
    end if;
    exit when fault is not null;
  end loop;
  return fault;
end $$;
comment on function row_fault(bigint, text, jsonb) is
  'Why a row cannot hold these values: the first reason in the order of the form, null where it can';

create or replace function kept_fault(p_fault text, p_words boolean) returns text
language sql immutable
as $$ select case when p_words then 'held ' || p_fault else p_fault end $$;
comment on function kept_fault(text, boolean) is
  'Words that cannot be stored wait for a person as they were written; where there are none, nothing waits';
