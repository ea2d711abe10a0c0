-- Any table of the catalog as a list, and one row of it as somebody reads and writes it: by hand, under their own rights, with what they
-- saw of each field. A table that gets a view TABLE_list is in it without a further line. Records are written as records.

create or replace function list_tables() returns table (source name, label text, type text)
language sql stable security invoker set search_path = public, pg_temp
as $$
  select t.relname, coalesce(obj_description(t.oid, 'pg_class'), t.relname::text), (
    select entity_type_hid from entity_type where entity_type_table = t.relname order by entity_type_id limit 1)
  from pg_class v join pg_class t on t.relnamespace = v.relnamespace and t.relname = left(v.relname, -5) and t.relkind = 'r'
  where v.relnamespace = 'public'::regnamespace and v.relkind = 'v' and v.relname ~ '_list$'
    and has_table_privilege(t.oid, 'select') and has_table_privilege(v.oid, 'select')
    -- hidden columns of a record are read with the record, where reading them is noted
    and t.relname !~ '_private$'
    and not exists (select from meta_tables where meta_tables_table = t.relname and meta_tables_attribute = 'hide')
  order by 1
$$;
comment on function list_tables() is $$The tables that the caller may read, as the catalog names them; of a type of record its word
@query tables/list @call listTables @column source checked @column label checked @column type null$$;

create or replace function list_rows(p_table text, p_filters text[] default '{}', p_sort text default '', p_columns text[] default '{}',
  p_limit integer default 100, p_after bigint default null)
returns table (id bigint, name text, fields jsonb)
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
declare
  source name := listed_table(p_table);
  key text := format('t.%I', source || '_id');
  sort record;
  sorted text := key;
  falling boolean := p_sort like '-%';
  shown text;
  filters text[] := '{}';
  vals text[] := '{}';
  said record;
begin
  if ltrim(coalesce(p_sort, ''), '-') <> '' then
    sort := list_field(source, ltrim(p_sort, '-'));
    sorted := sort.expression;
  end if;
  shown := (select string_agg(format('%L, %s', c, row_shown(f.kind, f.domain, f.refers, f.expression)), ', ' order by n)
    from unnest(p_columns) with ordinality u (c, n), lateral (
      select * from list_field(source, c) as (field text, kind text, domain text, choices text[], refers name, expression text)) f);
  for said in select f as filter from unnest(p_filters) f loop
    select v.p_values, filters || v.filter into vals, filters from list_filter(source, said.filter, vals) v;
  end loop;
  return query execute format('select %1$s, (%2$s)::text, jsonb_build_object(%3$s) from %4$I t%5$s where %6$s%7$s%8$s
    order by %9$s%10$s, %1$s limit %11$s', key, shown_as(source), coalesce(shown, ''), source,
    case when p_after is not null and sorted <> key then format(', lateral (select %s as v from %I t where %s = $2) a', sorted, source, key)
      end,
    -- removed records are in no list
    case when source = 'entity' then 'entity_deleted is null' else 'true' end,
    (select string_agg(format(' and (%s)', f), '') from unnest(filters) f),
    -- those without a value come last, in either direction
    case when p_after is null then '' when sorted = key then format(' and %s %s $2', key, case when falling then '<' else '>' end)
      else format(' and (case when a.v is null then %1$s is null and %3$s > $2
      else %1$s is null or %1$s %2$s a.v or %1$s = a.v and %3$s > $2 end)',
        sorted, case when falling then '<' else '>' end, key) end,
    sorted, case when falling then ' desc nulls last' end, greatest(p_limit, 0))
  using vals, p_after;
end $$;
comment on function list_rows(text, text[], text, text[], integer, bigint) is
  $$Rows of one table of the catalog, filtered, sorted and a page at a time
@query tables/rows @call listRows @param table Table @param filters ={} Filters like sort>=10
@param sort = Field; -field in falling order; by number without one @param columns ={} Fields that are shown
@param limit =100 How many @param after null Number of the last row of the page before @column id checked @column name null
@column fields checked @shape Record<string, unknown>$$;

create or replace function table_form(p_table text) returns jsonb
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
declare
  source name := listed_table(p_table);
  is_record boolean := source = 'entity' or is_subtype(source);
begin
  return jsonb_build_object('table', source, 'label', (select label from list_tables() t where t.source = listed_table(p_table)),
    'mayAdd', not is_record and has_any_column_privilege(source::text, 'insert'),
    'mayRemove', not is_record and has_table_privilege(source::text, 'delete'),
    'fields', (select jsonb_agg(jsonb_build_object('name', field, 'field', field, 'label', label,
      'kind', case when refers is not null and kind not in ('record', 'choice') then 'row' else kind end,
      'choices', case when kind = 'choice' or kind = 'record' or refers is null then choices else row_choices(refers) end,
      'refers', refers, 'required', required, 'source', f.source,
      'mayAdd', not is_record and may_add, 'mayChange', not is_record and may_change) order by sort) from table_columns(source) f));
end $$;
comment on function table_form(text) is $$The columns of a table, and what the caller may do to its rows
@query tables/form @call tableForm @param table Table @column form checked @shape TableForm$$;

create or replace function table_row(p_table text, p_id bigint) returns table (id bigint, name text, fields jsonb, said jsonb)
language plpgsql stable security invoker set search_path = public, pg_temp set timezone = 'UTC'
as $$
declare
  source name := listed_table(p_table);
begin
  return query execute format('select t.%1$I, (%2$s)::text, jsonb_build_object(%3$s), %4$s from %5$I t where t.%1$I = $1', source || '_id',
    shown_as(source), (
      select string_agg(format('%L, %s', f.field, row_shown(f.kind, f.domain, f.refers, format('t.%I', f.attribute))), ', ')
      from table_columns(source) f), row_texts(source), source) using p_id;
end $$;
comment on function table_row(text, bigint) is $$One row of a table, as it is shown and as its form states it
@query tables/row @call tableRow @param table Table @param id Its number @column id checked @column name null
@column fields checked @shape Record<string, unknown> @column said checked @shape Record<string, string | null>$$;

create or replace function row_history(p_table text, p_id bigint, p_limit integer) returns table (
  at timestamptz, by name, verb text, source name, "row" bigint, packet text, reply text, file text, before jsonb, after jsonb)
language sql stable security invoker set search_path = public, pg_temp
as $$
  select audit_at, audit_by, audit_verb, audit_table, audit_row, packet_hid, reply_hid, null,
    readable_row(audit_table, audit_content_old), readable_row(audit_table, audit_content_new)
  from audit
  left join audit_content on audit_content_id = audit_id
  left join reply on reply_id = audit_reply
  left join packet on packet_id = reply_packet
  where audit_table = listed_table(p_table) and audit_row = p_id
  order by audit_id desc limit p_limit
$$;
comment on function row_history(text, bigint, integer) is $$The changes of one row of a table, the latest first
@query tables/history @call rowHistory @param table Table @param id Its number @column at checked @column by checked @column verb checked
@column source checked @column row checked @column packet null @column reply null @column file null @column before null
@shape Record<string, unknown> @column after null @shape Record<string, unknown>$$;

create or replace function put_row(p_table text, p_id bigint, p_was jsonb, p_wanted jsonb, p_zone text) returns jsonb
language plpgsql volatile security invoker set search_path = public, pg_temp set timezone = 'UTC'
as $$
declare
  source name := listed_table(p_table);
  stands jsonb := '{}';
  told jsonb;
  number bigint := p_id;
  key text := format('%I', source || '_id');
begin
  if source = 'entity' or is_subtype(source) then
    raise exception 'a record is written as a record' using errcode = '42501';
  end if;
  if p_id is not null then
    execute format('select from %I where %s = $1 for update', source, key) using p_id;
    stands := (select said from table_row(source, p_id));
    if stands is null then
      return null;
    end if;
  end if;
  told := row_told(source, p_id is null, stands, p_was, p_wanted, p_zone);
  if told -> 'faults' = '{}' and told -> 'given' <> '{}' then
    number := row_written(source, p_id, told -> 'given');
    set constraints all immediate;
  end if;
  return (told - 'given') || jsonb_build_object('row', case when told -> 'faults' = '{}' then number end, 'changed',
    case when told -> 'faults' = '{}'
      then to_jsonb(array(select c.field from table_columns(source) c where told -> 'given' ? c.attribute::text))
      else '[]' end);
end $$;
comment on function put_row(text, bigint, jsonb, jsonb, text) is
  $$Adds a row to a table, or changes fields of one, in the caller's own name. All are written, or none;
one that somebody else changed since is kept and told; null where there is no such row
@query tables/put @call putRow @param table Table @param id null Number of the row; null: a new one
@param was What the writer saw @shape Record<string, string> @param wanted As typed @shape Record<string, string>
@param zone Time zone of times without one @column outcome null @shape PutRow$$;

create or replace function remove_row(p_table text, p_id bigint, p_was jsonb) returns jsonb
language plpgsql volatile security invoker set search_path = public, pg_temp set timezone = 'UTC'
as $$
declare
  source name := listed_table(p_table);
  stands jsonb;
  gone boolean;
begin
  if source = 'entity' or is_subtype(source) then
    raise exception 'a record is removed as a record' using errcode = '42501';
  end if;
  execute format('select from %I where %I = $1 for update', source, source || '_id') using p_id;
  stands := (select said from table_row(source, p_id));
  if stands is null then
    return null;
  elsif exists (select from jsonb_each_text(stands) where value is distinct from nullif(p_was ->> key, '')) then
    return jsonb_build_object('removed', false, 'stands', stands);
  end if;
  execute format('with gone as (delete from %I where %I = $1 returning 1) select exists (select from gone)', source, source || '_id')
    into gone using p_id;
  if not gone then
    raise exception 'permission denied for table %', source using errcode = '42501';
  end if;
  set constraints all immediate;
  return '{"removed": true}';
end $$;
comment on function remove_row(text, bigint, jsonb) is
  $$Removes a row of a table, in the caller's own name, if it still is as they saw it; null where there is none
@query tables/remove @call removeRow @param table Table @param id Its number @param was What the caller saw @shape Record<string, string>
@column outcome null @shape { removed: boolean }$$;
