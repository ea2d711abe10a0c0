-- Names of tables, fields and lists of one's own, and why one cannot be taken.

create or replace function own_table_name(p_word text) returns text
language sql immutable
return 'own_' || replace(lower(btrim(p_word)), '-', '_');
comment on function own_table_name(text) is 'The table of a word: soil-test is own_soil_test';

create or replace function own_column(p_table name, p_word text) returns text
language sql immutable
return p_table || case when p_table like 'own\_%' then '_' else '_own_' end || replace(lower(btrim(p_word)), '-', '_');
comment on function own_column(name, text) is
  'The column of a field''s word: own_parcel_area in a table of one''s own, person_own_shoe_size in a shipped one';

create or replace function own_name_fault(p_word text, p_longest integer) returns text
language sql immutable
return case
  when p_word !~ '^[a-z][a-z0-9-]*$' or p_word ~ '--|-$' then
    format('"%s" cannot be a name: use small letters a to z, figures and single dashes, and begin with a letter', p_word)
  when length(p_word) > p_longest then format('the name "%s" is longer than %s letters', p_word, p_longest) end;
comment on function own_name_fault(text, integer) is 'Why a word cannot be a name; null if it can';

create or replace function own_table_fault(p_word text) returns text
language sql stable security invoker set search_path = public, pg_temp
as $$
  select coalesce(own_name_fault(p_word, 20), case
    when p_word ~ '-(list|combo|rep)$' or p_word ~ '^meta' then
      format('"%s" cannot be a table: other interfaces give names that begin with meta, or end in list, combo or rep, another meaning',
        p_word)
    when record_type(p_word) is not null then format('there is a type of record called "%s" already', p_word)
    when exists (select from record_tables() where is_own(source) and own_word(source) = p_word)
      then format('there is a table called "%s" already', p_word)
    when to_regclass(format('public.%I', own_table_name(p_word))) is not null
      or to_regclass(format('public.%I', replace(p_word, '-', '_'))) is not null then format('there is a table called "%s" already', p_word)
    when exists (select from lookup where lookup_domain = replace(own_table_name(p_word), '_', '-')) then
      format('there is a list called "%s" already', replace(own_table_name(p_word), '_', '-')) end)
$$;
comment on function own_table_fault(text) is 'Why a table of one''s own cannot have a name; null if it can';

create or replace function own_field_fault(p_table name, p_word text) returns text
language sql stable security invoker set search_path = public, pg_temp
as $$
  select coalesce(own_name_fault(p_word, 24), case
    -- other interfaces look for the letters TABLE_id
    when p_word ~ '^id' then format('"%s" cannot be a field: a name that begins with id is kept for the number of the row', p_word)
    when p_word in ('hid', 'name', 'owner', 'parent', 'uuid', 'record', 'type', 'form', 'token', 'end', 'stage')
      then format('"%s" cannot be a field: every record has it, or a letter gives it another meaning', p_word)
    when exists (select from table_fields(p_table) f where f.field = p_word)
      or exists (select from pg_attribute where attrelid = to_regclass(p_table::text) and attname = own_column(p_table, p_word))
      then format('there is a field called "%s" already', p_word)
    when p_word in (select lookup_value from lookup where lookup_domain = 'contact-kind')
      and p_table not like 'own\_%' then format('"%s" is a way to reach a record already', p_word) end)
$$;
comment on function own_field_fault(name, text) is 'Why a table cannot get a field of a name; null if it can';
