-- The values of a field as another type would hold them.

create or replace function own_values(p_table name, p_column name, p_field jsonb) returns table (
  id bigint, hid text, was text, value text, currency text)
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
declare
  f record;
  written text;
begin
  select * into f from table_fields(p_table) t where t.attribute = p_column;
  -- as a command would write it
  written := case f.kind
    when 'choice' then format('(select lookup_value from lookup where lookup_id = t.%I)', p_column)
    when 'record' then format('record_hid(t.%I)', p_column)
    when 'boolean' then format('case t.%I when true then ''yes'' when false then ''no'' end', p_column)
    when 'money' then format('t.%I || '' '' || t.%I', p_column, p_column || '_currency')
    when 'time' then format('to_char(t.%I at time zone ''UTC'', ''YYYY-MM-DD"T"HH24:MI:SS"Z"'')', p_column)
    else format('btrim(t.%I::text)', p_column) end;
  return query execute format('select t.%1$I, coalesce(record_hid(t.%2$I), t.%1$I::text), %3$s, own_value(%3$s, $1), '
      'case when $1 ->> ''type'' = ''money'' then substring(%3$s from ''[A-Z]{3}$'') end from %4$I t',
    p_table || '_id', case when is_subtype(p_table) then p_table || '_id' else owner_column(p_table) end, written, p_table) using p_field;
end $$;
comment on function own_values(name, name, jsonb) is
  'Each row with the value of a column as it is written, and as a field of another type holds it; null where it cannot';

create or replace function own_value(p_was text, p_field jsonb) returns text
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
declare
  kind text := p_field ->> 'type';
  was text := btrim(p_was);
  hit bigint;
begin
  if was is null then
    return null;
  end if;
  return case
    when kind in ('text', 'long-text') then case when was <> '' and length(was) <= case kind when 'text' then 254 else 20000 end
      and (kind = 'long-text' or was !~ '[\n\r]') then was end
    when kind = 'integer' then substring(was from '^([+-]?[0-9]{1,15})(?:\.0*)?$')
    when kind = 'number' then substring(was from '^[+-]?[0-9]{1,14}(?:\.[0-9]{1,6})?$')
    when kind = 'money' then substring(was from '^([+-]?[0-9]{1,14}(?:\.[0-9]{1,4})?) [A-Z]{3}$')
    -- in the time zone of the installation, a day is its first moment
    when kind = 'date' then case when was ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' then own_day(was)::text
      when own_moment(was) at time zone own_zone() = own_day(left((own_moment(was) at time zone own_zone())::text, 10))
        then (own_moment(was) at time zone own_zone())::date::text end
    when kind = 'time' then case when was ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' then (own_day(was)::timestamp at time zone own_zone())::text
      else own_moment(was)::text end
    when kind = 'yes-no' then case when lower(was) in ('yes', 'true', '1') then 'true'
      when lower(was) in ('no', 'false', '0') then 'false' end
    when kind = 'choice' then case
      -- words that the list gets with this are not there yet
      when lower(was) in (select jsonb_array_elements_text(coalesce(p_field -> 'choices', '[]'))) then lower(was)
      else (select lookup_value from lookup where lookup_domain = p_field ->> 'list' and lower(was) in (lookup_value, lower(lookup_name))
        order by lookup_value <> lower(was) limit 1) end
    when kind = 'email' then case when length(was) <= 254 then substring(was from '^[^@[:space:]]+@[^@[:space:]]+$') end
    when kind = 'phone' then case when length(was) <= 254 and was ~ '[0-9]' and was !~ '[\n\r]' then was end
    when kind = 'web' then case when length(was) <= 2000 then substring(was from '^https?://[^[:space:]]+$') end
    when kind = 'place' then substring(was from '^-?[0-9]{1,2}(?:\.[0-9]{1,6})?, -?[0-9]{1,3}(?:\.[0-9]{1,6})?(?: \([0-9]{1,6} m\))?$')
    else (select entity_id::text from entity join entity_type on entity_type_id = entity_type
      where entity_id = find_entity(was) and (kind = 'record' or entity_type_hid = record_type(kind))) end;
end $$;
comment on function own_value(text, jsonb) is 'A value as a field of another type holds it; null where it cannot';

create or replace function own_day(p_text text) returns date
language plpgsql immutable
as $$
begin
  return case when p_text::date between '1800-01-01' and '2199-12-31' then p_text::date end;
exception when data_exception then
  return null;
end $$;
comment on function own_day(text) is 'A day that exists, of its figures; else null';

create or replace function own_moment(p_text text) returns timestamptz
language plpgsql stable set search_path = public, pg_temp
as $$
begin
  return case when p_text ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}(:?[0-9]{2})?)$'
    and p_text::timestamptz between '1800-01-01 UTC' and '2199-12-31 UTC' then p_text::timestamptz end;
exception when data_exception then
  return null;
end $$;
comment on function own_moment(text) is 'A time that exists, of its figures with their zone; else null';
