-- Why a table, type or field of one's own cannot be dropped, renamed, retyped, or get other rights: in words.

create or replace function own_change_faults(p_wanted jsonb) returns setof text
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
declare
  holder name := own_holder(p_wanted);
  what text := p_wanted ->> 'what';
  word text := case when what = 'retype' then p_wanted -> 'fields' -> 0 ->> 'name' else p_wanted ->> 'field' end;
  field name := own_field(holder, word);
begin
  if holder is null then
    return next format('there is no type or table "%s"', p_wanted ->> 'record');
  elsif word is null and not exists (select from added_table where added_table_hid = holder) then
    return next format('"%s" came with the program: only what is your own can be changed like this', p_wanted ->> 'record');
  elsif word is not null and field is null then
    return next case when exists (select from table_fields(holder) f where f.field = word)
      then format('the field "%s" came with the program, or every record has it: only a field of your own can be changed like this', word)
      else format('"%s" has no field "%s" of your own; it has: %s', p_wanted ->> 'record', word, coalesce((
        select string_agg(f.field, ', ') from table_fields(holder) f where own_field(holder, f.field) is not null), 'none')) end;
  elsif what = 'drop' then
    return query select own_uses(holder, field);
  elsif what = 'rename' then
    return query select own_rename_faults(holder, field, p_wanted);
  elsif what = 'retype' then
    return query select own_retype_faults(holder, field, p_wanted);
  elsif p_wanted ->> 'rights' not in ('record', 'owner', 'office', 'everybody') then
    return next format('rights are record, owner, office or everybody, and not "%s"', p_wanted ->> 'rights');
  end if;
end $$;
comment on function own_change_faults(jsonb) is 'Why something of one''s own cannot be changed as wanted; no row if it can';

create or replace function own_rename_faults(p_table name, p_column name, p_wanted jsonb) returns setof text
language sql stable security invoker set search_path = public, pg_temp
as $$
  select fault from (values
    (case when p_wanted ->> 'name' is null and p_wanted ->> 'label' is null then 'neither a new word nor a new label is said' end),
    (case when p_wanted ->> 'label' !~ '^[^\n\r]{1,100}$' then 'the label is empty, or longer than 100 letters, or of several lines' end),
    -- the word that it was made with is its own again at any time
    (case when p_wanted ->> 'name' is null then null
      when p_column is null and own_table_name(p_wanted ->> 'name') <> p_table then own_table_fault(p_wanted ->> 'name')
      when p_column is not null and own_column(p_table, p_wanted ->> 'name') <> p_column
        then own_field_fault(p_table, p_wanted ->> 'name') end)) given (fault)
  where fault is not null
$$;
comment on function own_rename_faults(name, name, jsonb) is 'Why a table or field of one''s own cannot be called otherwise';

create or replace function own_retype_faults(p_table name, p_column name, p_wanted jsonb) returns setof text
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
declare
  f jsonb := p_wanted -> 'fields' -> 0;
  fault text := own_spec_fault(p_table, f, p_wanted);
  was text := (select kind from table_fields(p_table) t where t.attribute = p_column);
begin
  if fault is not null then
    return next fault;
  elsif 'file' in (was, f ->> 'type') then
    return next 'a file is no value of another type';
  else
    return query select own_exchange(p_table, p_column);
    return query select own_misfits(p_table, p_column, f);
  end if;
end $$;
comment on function own_retype_faults(name, name, jsonb) is
  'Why a field of one''s own cannot have another type: what carries it now, and values that do not fit';

create or replace function own_misfits(p_table name, p_column name, p_field jsonb) returns setof text
language sql stable security invoker set search_path = public, pg_temp
as $$
  with given as (select * from own_values(p_table, p_column, p_field)),
  misfit as (select row_number() over (order by id) as nth, count(*) over () as n, hid, was from given
    where was is not null and value is null)
  select format('%s: %s%s', own_counted(max(n), 'value does not fit', 'values do not fit'),
    string_agg(format('%s "%s"', hid, left(was, 40)), ', ' order by nth) filter (where nth <= 50),
    case when max(n) > 50 then format(' and %s more', max(n) - 50) else '' end)
  from misfit having count(*) > 0
  union all
  select own_counted(count(*), 'row has', 'rows have') || ' no value, so it cannot be required' from given
  where was is null and (p_field ->> 'required')::boolean having count(*) > 0
  union all
  select format('it cannot be unique: %s have the same value', string_agg(same.hids, '; ')) from (
    select string_agg(hid, ', ') as hids from given where value is not null and (p_field ->> 'unique')::boolean
    group by value having count(*) > 1 limit 20) same having count(*) > 0
$$;
comment on function own_misfits(name, name, jsonb) is
  'Values that a type cannot hold, by the id of their record, in words; no row where all fit';
