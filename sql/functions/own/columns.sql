-- A field of one's own as a column: its type, its check and what interfaces should know.

create or replace function own_column_parts(p_table name, p_field jsonb) returns text[]
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
declare
  c text := own_column(p_table, p_field ->> 'name');
  kind text := p_field ->> 'type';
  bare text := case kind
    when 'text' then format('text constraint %1$s_text check (%1$s <> '''' and length(%1$s) <= 254 and %1$s !~ ''[\n\r]'')', c)
    when 'long-text' then format('text constraint %1$s_text check (%1$s <> '''' and length(%1$s) <= 20000)', c)
    when 'integer' then format('bigint constraint %1$s_number check (abs(%1$s) < 1000000000000000)', c)
    when 'number' then format('numeric constraint %1$s_number check (abs(%1$s) < 100000000000000 and scale(%1$s) <= 6)', c)
    when 'money' then format('numeric constraint %1$s_money check (%1$s between 0 and 99999999999999 and scale(%1$s) <= 4)', c)
    when 'date' then format('date constraint %1$s_date check (%1$s between ''1800-01-01'' and ''2199-12-31'')', c)
    when 'time' then format('timestamptz constraint %1$s_time check (%1$s between ''1800-01-01 UTC'' and ''2199-12-31 UTC'')', c)
    when 'yes-no' then 'boolean'
    when 'choice' then 'bigint references lookup'
    when 'email' then format('text constraint %1$s_email check (length(%1$s) <= 254 and %1$s ~ ''^[^@[:space:]]+@[^@[:space:]]+$'')', c)
    when 'phone' then format('text constraint %1$s_phone check (length(%1$s) <= 254 and %1$s ~ ''[0-9]'' and %1$s !~ ''[\n\r]'')', c)
    when 'web' then format('text constraint %1$s_web check (length(%1$s) <= 2000 and %1$s ~ ''^https?://[^[:space:]]+$'')', c)
    when 'place' then format('text constraint %1$s_place check (%1$s ~ '
      '''^-?[0-9]{1,2}(\.[0-9]{1,6})?, -?[0-9]{1,3}(\.[0-9]{1,6})?( \([0-9]{1,6} m\))?$'')', c)
    when 'file' then 'bigint references attachment on delete set null'
    when 'record' then 'bigint references entity'
    else format('bigint references %I', record_type(kind)) end;
  parts text[] := array[format('%s %s%s%s', c, bare, case when (p_field ->> 'required')::boolean then ' not null' else '' end,
    case when (p_field ->> 'unique')::boolean then format(' constraint %s_unique unique', c) else '' end)];
begin
  if kind = 'money' then
    parts := parts || array[format('%1$s_currency text constraint %1$s_currency check (%1$s_currency ~ ''^[A-Z]{3}$'')', c),
      format('constraint %1$s_has_currency check (%1$s is null or %1$s_currency is not null)', c)];
  end if;
  return parts;
end $$;
comment on function own_column_parts(name, jsonb) is 'The columns and checks of a field, as lines of a table';

create or replace function own_column_notes(p_table name, p_field jsonb) returns text[]
language sql stable security invoker set search_path = public, pg_temp
as $$
  -- after the column: its label, its list, its kind where the column's type does not say it, and an index of what it names
  select array_remove(array[
    format('comment on column %s.%s is %L', p_table, c, label),
    case when kind = 'money' then format('comment on column %s.%s_currency is %L', p_table, c, label || ': currency') end,
    case when kind = 'choice' then own_note(p_table, c, 'domain', p_field ->> 'list') end,
    case when kind = 'long-text' then own_note(p_table, c, 'widget', 'area') end,
    case when kind in ('money', 'email', 'phone', 'web', 'place', 'file') then own_note(p_table, c, 'kind', kind) end,
    case when kind in ('choice', 'file', 'record') or record_type(kind) is not null
      then format('create index %s_index on %s (%1$s)', c, p_table)
    end], null)
  from (select own_column(p_table, p_field ->> 'name') as c, p_field ->> 'type' as kind, p_field ->> 'label' as label) f
$$;
comment on function own_column_notes(name, jsonb) is 'Statements that follow a column: comments, notes for interfaces, the index';

create or replace function own_note(p_table name, p_column text, p_attribute text, p_value text) returns text
language sql immutable
return format('insert into meta_fields (meta_fields_table, meta_fields_field, meta_fields_attribute, meta_fields_value) '
  'values (%L, %L, %L, %L)', p_table, p_column, p_attribute, p_value);
comment on function own_note(name, text, text, text) is 'A statement that notes something about a column for interfaces';
