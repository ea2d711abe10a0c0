-- Why a wanted table, type or field cannot be made, in words.

create or replace function own_faults(p_wanted jsonb) returns table (place text, fault text)
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
declare
  holder name := own_holder(p_wanted);
  f jsonb;
  nth integer := 0;
  said text[] := '{}';
begin
  if p_wanted ->> 'what' in ('type', 'table') then
    return query select 'name', n.fault from (select own_table_fault(p_wanted ->> 'name') as fault) n where n.fault is not null;
    return query select 'label', 'the label is empty, or longer than 100 letters, or of several lines'
      where not coalesce(p_wanted ->> 'label', '') ~ '^[^\n\r]{1,100}$';
    return query select 'record', format('"%s" is no type of record', p_wanted ->> 'record')
      where p_wanted ->> 'record' is not null and record_type(p_wanted ->> 'record') is null;
    return query select 'rights', format('rights are record, owner, office or everybody, and not "%s"', p_wanted ->> 'rights')
      where p_wanted ->> 'rights' not in ('record', 'owner', 'office', 'everybody');
    return query select 'under', format('"%s" is no type of record, so nothing can stand under it', word)
      from jsonb_array_elements_text(coalesce(p_wanted -> 'under', '[]')) u (word) where record_type(word) is null;
    return query select 'stages', format('"%s" cannot be a stage: use small letters, figures and dashes', word)
      from jsonb_array_elements_text(coalesce(p_wanted -> 'stages', '[]')) u (word) where own_name_fault(word, 40) is not null;
  elsif holder is null or not exists (select from record_tables() t where t.source = holder and t.part <> 'end') then
    return query select 'record', format('there is no type or table "%s"', p_wanted ->> 'record');
    return;
  elsif not exists (select from own_holders() h where h.source = holder) then
    return query select 'record', format('the table "%s" takes no further fields', holder);
    return;
  end if;
  return query select 'fields', 'a table has no more than 100 fields' where jsonb_array_length(p_wanted -> 'fields') > 100;
  for f in select * from jsonb_array_elements(p_wanted -> 'fields') loop
    return query select 'fields.' || nth, n.fault from (select own_spec_fault(holder, f, p_wanted) as fault) n where n.fault is not null;
    return query select 'fields.' || nth, format('the field "%s" is there twice', f ->> 'name') where f ->> 'name' = any (said);
    said := said || (f ->> 'name') || case when f ->> 'type' = 'money' then array[(f ->> 'name') || '-currency'] else '{}' end;
    nth := nth + 1;
  end loop;
end $$;
comment on function own_faults(jsonb) is
  'Why a wanted table, type or field cannot be made, each with the part of it that it is about; no row if it can';

create or replace function own_spec_fault(p_table name, p_field jsonb, p_wanted jsonb) returns text
language sql stable security invoker set search_path = public, pg_temp
as $$
  select coalesce(case when p_wanted ->> 'what' <> 'retype' then own_field_fault(p_table, p_field ->> 'name') end, case
    when not exists (select from own_field_types() t where t.type = p_field ->> 'type') and record_type(p_field ->> 'type') is null
      then format('"%s" is no type of field: %s, or a type of record', p_field ->> 'type',
        (select string_agg(type, ', ') from own_field_types()))
    when p_wanted ->> 'what' <> 'retype' and not coalesce(p_field ->> 'label', '') ~ '^[^\n\r]{1,100}$'
      then format('the label of "%s" is empty, or longer than 100 letters, or of several lines', p_field ->> 'name')
    when p_field ->> 'type' = 'choice' and not exists (select from lookup where lookup_domain = p_field ->> 'list')
      and jsonb_array_length(coalesce(p_field -> 'choices', '[]')) = 0
      then format('there is no list "%s" yet: say the words that it begins with, such as maize,beans', p_field ->> 'list')
    when p_field ->> 'type' = 'choice' and (select coalesce(bool_or(own_name_fault(word, 60) is not null), false)
        from jsonb_array_elements_text(coalesce(p_field -> 'choices', '[]')) u (word))
      then format('a word of "%s" is none: use small letters, figures and dashes', p_field ->> 'name')
    when p_field ->> 'type' = 'choice' and to_regclass(format('public.%I', replace(p_field ->> 'list', '-', '_'))) is not null
      then format('the list "%s" is called as a table: name another list', p_field ->> 'list')
    when p_field ->> 'type' = 'choice' and p_field ->> 'list' = 'staff-role' then 'roles of staff are for colleagues alone'
    when (p_field ->> 'required')::boolean and (p_field ->> 'type' in ('file', 'record') or record_type(p_field ->> 'type') is not null)
      then format('"%s" cannot be required: when the record or file that it names is erased, it becomes empty', p_field ->> 'name')
    when (p_field ->> 'required')::boolean and p_wanted ->> 'what' = 'field' and own_rows(p_table)
      then format('"%s" cannot be required: the rows that are there have no value for it', p_field ->> 'name')
    when (p_field ->> 'unique')::boolean and p_field ->> 'type' not in ('text', 'integer', 'email', 'phone', 'web')
      then format('"%s" cannot be unique: that is for text, integer, email, phone and web', p_field ->> 'name')
    when p_wanted ->> 'what' = 'table'
      and own_column(p_table, p_field ->> 'name') = own_key(p_table, 'row', record_type(p_wanted ->> 'record'))
      then format('"%s" cannot be a field: it is the record that the row belongs to', p_field ->> 'name') end)
$$;
comment on function own_spec_fault(name, jsonb, jsonb) is 'Why a wanted field cannot be made; null if it can';
