-- Uses of a table or a field, so that it is not dropped or retyped under anybody's hands, and the list of what is one's own.

create or replace function own_field(p_table name, p_word text) returns name
language sql stable security invoker set search_path = public, pg_temp
as $$
  select f.attribute from table_fields(p_table) f
  where f.field = lower(btrim(p_word)) and is_own(f.attribute) and f.attribute <> owner_column(p_table)
    and f.attribute not in ((p_table || '_hid')::name, (p_table || '_name')::name)
$$;
comment on function own_field(name, text) is
  'The column of a field of one''s own; null where the table has none of that word, or it came with the program';

create or replace function own_forms(p_table name, p_column name) returns bigint[]
language sql stable security invoker set search_path = public, pg_temp
as $$
  select array(select distinct form_id from form
    left join form_field on form_field_form = form_id
    where form_field_table = p_table and (p_column is null or form_field_column = p_column)
      or p_column is null and form_type = (select entity_type_id from entity_type where entity_type_table = p_table) order by 1)
$$;
comment on function own_forms(name, name) is 'Forms, whether active or not, of a table or one of its columns';

create or replace function own_counted(p_n bigint, p_one text, p_many text) returns text
language sql immutable
return p_n || ' ' || case p_n when 1 then p_one else p_many end;
comment on function own_counted(bigint, text, text) is 'A number with its word: 1 row, 2 rows';

create or replace function own_exchange(p_table name, p_column name) returns setof text
language sql stable security invoker set search_path = public, pg_temp
as $$
  with forms as (select * from form where form_id = any (own_forms(p_table, p_column)))
  select format('the form %s has it, and is in use', form_hid) from forms where form_active
  union all
  -- what the office writes by commands is no packet that somebody has
  select own_counted(count(*), 'packet is out with it', 'packets are out with it') from packet join forms on form_id = packet_form
  where packet_status = 'open' and packet_kind not in ('edit', 'load') and packet_expires > transaction_timestamp() having count(*) > 0
  union all
  select own_counted(count(*), 'change of it waits for a decision', 'changes of it wait for a decision') from change
  join packet on packet_id = change_packet join forms on form_id = packet_form join form_field on form_field_form = form_id
  where change_outcome = 'held' and form_field_table = p_table and (p_column is null or form_field_column = p_column)
    and (form_field_place = 'field' and change_slot = form_field_name
      or form_field_place = 'row' and change_slot like form_field_collection || '/%/' || form_field_name
      or form_field_place = 'rows' and change_slot like form_field_collection || '/%') having count(*) > 0
$$;
comment on function own_exchange(name, name) is
  'Forms in use, packets that are out and changes that wait, with a table or a column: in words, with numbers';

create or replace function own_uses(p_table name, p_column name) returns setof text
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
declare
  n bigint;
  letters text := '\m' || coalesce(p_column, p_table || '(_list|_combo|_rep|_id|_hid|_name)?') || '\M';
  word text := case when p_column is null then own_word(p_table)
    else (select f.field from table_fields(p_table) f where f.attribute = p_column) end;
begin
  execute format('select count(%s) from %I', coalesce(quote_ident(p_column), '*'), p_table) into n;
  return query select case when p_column is not null then own_counted(n, 'row has a value', 'rows have a value')
    when is_subtype(p_table) then own_counted(n, 'record is there', 'records are there') || ', removed ones counted'
    else own_counted(n, 'row is there', 'rows are there') end where n > 0;
  return query select own_exchange(p_table, p_column);
  return query select own_counted(count(*), 'record is in a stage', 'records are in a stage') from development_tracking
    join development_stage on development_stage_id = development_tracking_stage
    join development_process on development_process_id = development_stage_process
    join entity_type on entity_type_id = development_process_entity
    where p_column is null and entity_type_table = p_table having count(*) > 0;
  -- a search that is kept says the words, and a statement the names
  return query select format('the query %s of %s names it', query_hid, query_owner) from query
    where not query_shipped and (query_sql ~* letters or query_search is not null and case when p_column is null
      then query_search ->> 'type' in (p_table::text, word, word || 's')
        else record_type(query_search ->> 'type') = p_table and query_search::text ~* ('[",]' || word || '\M') end);
  if p_column is null then
    return query select case when f.attribute = owner_column(f.source) then format('the table %s has rows of it', own_word(f.source))
        else format('the field %s of %s names it', f.field, own_word(f.source)) end
      from pg_constraint, lateral table_fields(conrelid::regclass::name) f, pg_attribute
      where confrelid = p_table::text::regclass and contype = 'f' and conrelid <> confrelid
        and attrelid = conrelid and attnum = conkey[1] and attname = f.attribute;
    return query select own_counted(count(*), 'kind of relationship joins it', 'kinds of relationship join it') from relationship_type
      join entity_type on entity_type_id in (relationship_type_left, relationship_type_right) where entity_type_table = p_table
      having count(*) > 0;
    return query select own_counted(count(*), 'packet was made of it', 'packets were made of it') from packet
      join form on form_id = packet_form join entity_type on entity_type_id = form_type where entity_type_table = p_table and n = 0
      having count(*) > 0;
  end if;
end $$;
comment on function own_uses(name, name) is 'What uses a table, or a column of it, in words with numbers; no row where nothing does';

create or replace function own_made_by(p_begins text) returns text
language sql stable security definer set search_path = public, pg_temp
as $$ select max(added_file_hid) from added_file where position(p_begins in added_file_text) > 0 $$;
comment on function own_made_by(text) is 'The newest file of one''s own with a statement that begins like this';
