-- The only place where a reply touches people's rows. SECURITY INVOKER: it runs under the sender's role, and PostgreSQL's grants, row
-- security and constraints judge it. Row security refuses by touching 0 rows without an error, so rows are counted.

create or replace function write_wave(p_writes jsonb) returns jsonb
language plpgsql volatile security invoker set search_path = public, pg_temp
as $$
declare
  part record;
  results jsonb := '{}';
begin
  for part in
    -- a stage is entered last: a report of the same reply does no task of it
    select role, max(reply) as reply, jsonb_agg(writes order by writes ->> 'table' = 'development_tracking', stage, nth) as writes
    from (
      select writes, nth, writes ->> 'role' as role, (writes ->> 'reply')::bigint as reply, (writes ->> 'stage')::integer as stage,
        coalesce((writes ->> 'alone')::boolean, false) as alone
      from jsonb_array_elements(p_writes) with ordinality w (writes, nth) where writes ->> 'verb' <> 'met') given
    -- a person acts on their own record and no other; what others may depend on goes alone, in order of receipt
    group by alone, case when alone then nth end, role, case when role = 'satchel_subject' then reply end
    order by alone, case when alone then nth end, role, min(nth)
  loop
    if part.role = 'satchel_subject' then
      perform act_as_subject(part.reply);
    end if;
    results := results || try_writes(part.role, part.writes);
  end loop;
  return results;
end $$;
comment on function write_wave(jsonb) is 'Makes the writes of a wave under the roles of their senders: {change: row, or why it is refused}';

create or replace function try_writes(p_role text, p_writes jsonb) returns jsonb
language plpgsql volatile security invoker set search_path = public, pg_temp
as $$
declare
  count integer := jsonb_array_length(p_writes);
  sole jsonb := case when count = 1 then p_writes -> 0 end;
  results jsonb;
  halves jsonb;
  broken text;
  refusal text;
begin
  begin
    perform set_config('role', p_role, true);
    -- checked with all writes made: an earlier wave has asked for each at once
    set constraints c_agree deferred;
    results := write_rows(p_writes);
    set constraints all immediate;
    perform set_config('role', 'none', true);
    return results;
  exception
    -- Only what the data or the role is to blame for. Deadlocks, full disks and lost connections pass on and are tried again.
    when insufficient_privilege then
      refusal := 'not-allowed';
    when no_data_found then
      refusal := 'not-a-record';
    when unique_violation then
      get stacked diagnostics broken = constraint_name;
      if is_key(broken) then
        raise;
      end if;
      refusal := 'already-there';
    when data_exception or integrity_constraint_violation then
      get stacked diagnostics broken = constraint_name;
      refusal := rule_reason(broken);
  end;
  if refusal = 'lines-differ' and is_one_deal(p_writes) then
    -- what was written of a deal as a whole waits as a whole
    return (select jsonb_object_agg(value ->> 'change', refusal) from jsonb_array_elements(p_writes));
  elsif count > 1 then
    -- the one to blame is found by halves; the earlier half is kept before the later one is tried
    halves := write_halves(p_writes);
    return try_writes(p_role, halves -> 0) || try_writes(p_role, halves -> 1);
  elsif is_unfit(refusal) and sole ->> 'table' = 'activity' and sole -> 'defaults' <> '{}' and not sole ? 'parted' then
    return try_report(p_role, sole);
  end if;
  return jsonb_build_object(sole ->> 'change', refusal);
end $$;
comment on function try_writes(text, jsonb) is
  'Makes writes under a role; one that is refused is refused alone: {change: row, or not-allowed, already-there, or why its table cannot '
    'hold it (is_unfit)}';

create or replace function write_rows(p_writes jsonb) returns jsonb
language plpgsql volatile security invoker set search_path = public, pg_temp
as $$
declare
  same record;
  made jsonb;
  results jsonb := '{}';
begin
  for same in
    select target, verb, own, stage, columns, jsonb_agg(jsonb_build_object('row', row_id, 'entity', entity) || texts order by nth) as rows,
      jsonb_object_agg(coalesce(row_id, entity), changes) as changes
    from (
      -- the values of one row in one go; of rows to be made one for each record, for the record tells which is which
      select target, verb, own, stage + case when verb = 'insert' then row_number() over (partition by target, verb, entity, stage
          order by nth) - 1 else 0 end as stage, entity, row_id, nth, changes, columns, texts
      from (
        select target, verb, own, stage, entity, row_id, min(nth) as nth, jsonb_agg(distinct change) as changes,
          coalesce(jsonb_object_agg(field ->> 'column', field ->> 'domain') filter (where field is not null), '{}') as columns,
          coalesce(jsonb_object_agg(field ->> 'column', field -> 'value') filter (where field is not null), '{}') as texts
        from (
          select w ->> 'table' as target, w ->> 'verb' as verb, coalesce((w ->> 'own')::boolean, false) as own,
            coalesce((w ->> 'stage')::bigint, 0) as stage, (w ->> 'entity')::bigint as entity,
            case when w ->> 'verb' <> 'insert' then (w ->> 'row')::bigint end as row_id, (w ->> 'change')::bigint as change, nth, w
          from jsonb_array_elements(p_writes) with ordinality e (w, nth)) one
        -- merge: what the row has become stands in another
        left join lateral (
          select field from jsonb_array_elements(w -> 'fields') field
          union all select jsonb_build_object('column', key, 'value', value) from jsonb_each_text(w -> 'defaults')
            where verb = 'insert') f on verb not in ('delete', 'merge')
        group by target, verb, own, stage, entity, row_id, case when verb = 'insert' then change end) whole) placed
    group by target, verb, own, stage, columns order by target = 'development_tracking', stage, min(nth)
  loop
    made := write_alike(same.target, same.verb, same.own, same.columns, same.rows);
    results := results || (
      select jsonb_object_agg(change, coalesce(made -> key, case
        -- a record that is not seen waits for a person, one that is seen and may not be changed is refused
        when same.own and same.verb = 'update' and not entity_seen(key::bigint) then '"access-lost"'
        else '"not-allowed"' end::jsonb))
      from jsonb_each(same.changes) c (key, changes), jsonb_array_elements_text(changes) change);
  end loop;
  return results;
end $$;
comment on function write_rows(jsonb) is
  'Makes planned writes with the caller''s rights, those of one table and kind in one statement: {change: row}; where no row '
    'was touched, access-lost if the record is not seen, else not-allowed';

create or replace function write_alike(p_table name, p_verb text, p_own boolean, p_columns jsonb, p_rows jsonb) returns jsonb
language plpgsql volatile security invoker set search_path = public, pg_temp set timezone = 'UTC' set plan_cache_mode = force_generic_plan
as $$
declare
  statement text := kept_name(concat_ws('/', 'write', p_table, p_verb, p_own, p_columns));
  made jsonb;
begin
  if not is_kept(statement) then
    perform keep_write(statement, p_table, p_verb, p_own, p_columns);
  end if;
  execute format('execute %I(%L, %L)', statement, p_rows, array(select (value ->> 'row')::bigint from jsonb_array_elements(p_rows)))
  into made;
  return coalesce(made, '{}');
end $$;
comment on function write_alike(name, text, boolean, jsonb, jsonb) is
  'Writes rows of one table with values in the same columns, {column: domain}: [{row, entity, COLUMN ...}]; returns {row, or of a new row '
    'its record: row}';

create or replace function keep_write(p_statement text, p_table name, p_verb text, p_own boolean, p_columns jsonb) returns void
language plpgsql volatile security invoker set search_path = public, pg_temp
as $$
declare
  columns text;
  sources text;
  shape text;
  key name := p_table || '_id';
  owner name := case when p_own then key else owner_column(p_table) end;
  -- $1 the rows, $2 their numbers, for a plan that goes by the key
  these text := format('t.%1$I = any ($2) and t.%1$I = v."row" and t.%2$I = v.entity returning t.%1$I as made, t.%1$I as place',
    key, owner);
begin
  select string_agg(quote_ident(f.key), ', ' order by f.key), string_agg(case
      -- a record that the row names already stays, though its sender may not see it
      when f.value #>> '{}' like '%/%' then format('reference_find(%L, v.%I, %s)', f.value #>> '{}', f.key,
        case when p_verb = 'update' then format('t.%I', f.key) else 'null' end)
      when f.value <> 'null' then format('lookup_find(%L, v.%I)', f.value #>> '{}', f.key)
      -- a time without a zone is one where the installation is
      when atttypid = 'timestamptz'::regtype then format('stated_time(v.%I)', f.key)
      else format('v.%I::%s', f.key, format_type(atttypid, atttypmod)) end, ', ' order by f.key),
    string_agg(format(', %I text', f.key), '' order by f.key)
  into columns, sources, shape
  from jsonb_each(p_columns) f join pg_attribute on attrelid = format('public.%I', p_table)::regclass and attname = f.key;
  perform keep_statement(p_statement, 'jsonb, bigint[]', format(
    'with written as (%s) select jsonb_object_agg(place, made) from written', case
    when p_verb = 'insert' then format('insert into %I as t (%I%s) select v.entity%s from jsonb_to_recordset($1) v (entity bigint%s) '
      'returning t.%I as made, t.%I as place', p_table, owner, ', ' || columns, ', ' || sources, shape, key, owner)
    when p_verb in ('delete', 'merge') then
      format('delete from %I t using jsonb_to_recordset($1) v ("row" bigint, entity bigint) where %s', p_table, these)
    else format('update %I t set (%s) = row(%s) from jsonb_to_recordset($1) v ("row" bigint, entity bigint%s) where %s',
      p_table, columns, sources, shape, these) end));
end $$;
comment on function keep_write(text, name, text, boolean, jsonb) is 'Prepares the statement of write_alike';
