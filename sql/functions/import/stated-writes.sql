-- No reply writes what it did not state. Its writes are noted before the switch to its sender's role; a trigger on every table
-- of records compares each row that is written then. Whatever the rights of that role and the code between are: another row, another
-- column or another value ends the transaction with an error, which is a fault of the program and of no sender.

create or replace function state_writes(p_reply bigint, p_writes jsonb) returns void
language sql security definer set search_path = public, pg_temp
as $$
  -- a view's rows are written by its trigger, which goes by the person who acts
  insert into stated_write (stated_write_work, stated_write_reply, stated_write_change, stated_write_entity, stated_write_table,
    stated_write_verb, stated_write_row, stated_write_fields)
  select current_work(), coalesce(p_reply, (w ->> 'reply')::bigint),
    (w ->> 'change')::bigint, (w ->> 'entity')::bigint, (w ->> 'table')::name, w ->> 'verb',
    case when w ->> 'verb' <> 'insert' then (w ->> 'row')::bigint end,
    coalesce((select jsonb_object_agg(f ->> 'column', f)
        from jsonb_array_elements(w -> 'fields') f), '{}')
      || coalesce((select jsonb_object_agg(key, jsonb_build_object('value', value)) from jsonb_each_text(w -> 'defaults')), '{}')
  from jsonb_array_elements(p_writes) w where w ->> 'verb' <> 'met'
$$;
comment on function state_writes(bigint, jsonb) is 'Notes what a reply may write in this transaction: writes as slot_write gives them';

create or replace function unstate_writes() returns void
language sql security definer set search_path = public, pg_temp
as $$ delete from stated_write where stated_write_work = (select current_work()) $$;
comment on function unstate_writes() is 'Ends what state_writes began: from here on this transaction writes for no reply';

create or replace function stated_keep() returns trigger
language plpgsql security invoker set search_path = public, pg_temp set timezone = 'UTC'
as $$
declare
  olds jsonb[] := '{}';
  news jsonb[] := '{}';
begin
  -- What a function of the owner keeps in step is none of the sender's writes. On other logins nobody writes for a reply but the office,
  -- which sees what it accepts.
  if session_user <> 'satchel_import' or pg_has_role(current_user, 'satchel_owner', 'member') then
    return null;
  end if;
  -- pairs by their keys, which never change
  if tg_op <> 'INSERT' then
    olds := array(select j from (select to_jsonb(w) - 'attachment_data' as j from was w) r
      order by (j ->> (tg_table_name || '_id'))::bigint);
  end if;
  if tg_op <> 'DELETE' then
    news := array(select j from (select to_jsonb(w) - 'attachment_data' as j from written w) r
      order by (j ->> (tg_table_name || '_id'))::bigint);
  end if;
  perform must_be_stated(tg_table_name, tg_argv[0], lower(tg_op), olds, news);
  return null;
end $$;

create or replace function must_be_stated(p_table name, p_key name, p_verb text, p_olds jsonb[], p_news jsonb[]) returns void
language plpgsql security definer set search_path = public, pg_temp set timezone = 'UTC'
  -- planned while the table of statements was empty, a scan of it would read those of all replies for each row
  set enable_seqscan = off
as $$
declare
  work bigint := current_work();
  row_column text := p_table || '_id';
begin
  perform must_be_login('satchel_import');
  -- who says it is asked by the row's own record, and once for each statement that the row meets
  if p_verb = 'insert' and not take_statements(work, p_table, p_key, p_news) or p_verb <> 'insert' and exists (
    select from unnest(p_olds, p_news) pair (was, becomes), lateral (select coalesce(becomes, was) as whole offset 0) r, lateral (
      select bool_or(stated_write_verb = any (case p_verb when 'update' then '{insert,update}'::text[] else '{delete,merge}' end)) as fits,
        array_agg(stated_write_fields) as fields
      from stated_write
      where stated_write_work = work and stated_write_table = p_table and stated_write_entity = (whole ->> p_key)::bigint
        and stated_write_row = (whole ->> row_column)::bigint and says_now(work, stated_write_reply, (whole ->> p_key)::bigint)
      offset 0) stated
    where fits is not true or exists (select from jsonb_each(becomes) now
      where now.value is distinct from was -> now.key and not is_computed(p_table, now.key)
        and not exists (select from unnest(fields) said
          where said ? now.key
            and (now.value = said -> now.key -> 'value' or is_stated_value(p_table, now.key, said -> now.key, now.value))))) then
    -- of the program's making: no refusal that the sender is told, and no value in a log
    raise exception 'a write to % that no reply of this transaction stated (%)', p_table, p_verb using errcode = 'XX000';
  end if;
end $$;
comment on function must_be_stated(name, name, text, jsonb[], jsonb[]) is
  'Raises unless each row, column and value of a write was stated by the reply that this transaction works on for its record; rows in '
    'pairs, by their keys';

create or replace function says_now(p_work bigint, p_reply bigint, p_entity bigint) returns boolean
language plpgsql stable set search_path = public, pg_temp
as $$
begin
  -- its record, or the one that this was merged into since
  return exists (select from acting where acting_work = p_work and acting_entity = p_entity and acting_reply = p_reply)
    or exists (select from acting where acting_work = p_work and acting_entity = entity_survivor(p_entity) and acting_reply = p_reply);
end $$;
comment on function says_now(bigint, bigint, bigint) is 'Whether a reply is the one that a transaction works on for a record';

create or replace function take_statements(p_work bigint, p_table name, p_key name, p_rows jsonb[]) returns boolean
language plpgsql security definer set search_path = public, pg_temp set timezone = 'UTC'
as $$
declare
  fit record;
  last bigint := 0;
  taken bigint[] := '{}';
  numbers bigint[] := '{}';
begin
  for fit in
    select at, stated_write_id as id, (whole ->> (p_table || '_id'))::bigint as number
    from unnest(p_rows) with ordinality r (whole, at) join stated_write
      on stated_write_work = p_work and stated_write_table = p_table and stated_write_entity = (whole ->> p_key)::bigint
    where stated_write_verb = 'insert' and stated_write_row is null and says_now(p_work, stated_write_reply, (whole ->> p_key)::bigint)
      -- a value left out is no other value
      and not exists (select from jsonb_each(stated_write_fields) f
        where whole -> f.key <> 'null' and whole -> f.key <> f.value -> 'value'
          and not is_stated_value(p_table, f.key, f.value, whole -> f.key))
    order by at, id
  loop
    -- one statement makes one row, and may fill it later
    if fit.at <> last and fit.id <> all (taken) then
      last := fit.at;
      taken := taken || fit.id;
      numbers := numbers || fit.number;
    end if;
  end loop;
  update stated_write set stated_write_row = number from unnest(taken, numbers) made (id, number) where stated_write_id = id;
  return cardinality(taken) = cardinality(p_rows);
end $$;
comment on function take_statements(bigint, name, name, jsonb[]) is
  'Whether each of these new rows holds what a statement of its own makes: no other value in the columns that it names';

create or replace function is_computed(p_table name, p_column text) returns boolean
language sql immutable
return p_column in (p_table || '_changed', p_table || '_version', 'entity_path', 'entity_level', 'contact_point_normal',
  'contact_point_verified', 'contact_point_bounced');
comment on function is_computed(name, text) is 'Whether triggers work out a column anew with each write, so that nobody states it';

create or replace function is_stated_value(p_table name, p_column text, p_stated jsonb, p_value jsonb) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp set timezone = 'UTC'
as $$
declare
  stated text := p_stated ->> 'value';
  kind oid;
  as_typed jsonb;
begin
  if stated is null then
    -- a column that is never empty takes its default, a kind that of its table
    return p_value = 'null' or p_column like '%\_kind' or exists (select from pg_attribute
      where attrelid = p_table::text::regclass and attname = p_column and atthasdef);
  elsif p_stated ->> 'domain' like '%/%' then
    return reference_is(p_stated ->> 'domain', stated, (p_value #>> '{}')::bigint);
  elsif p_stated ->> 'domain' is not null then
    return p_value = coalesce(to_jsonb(lookup_find(p_stated ->> 'domain', stated)), 'null');
  elsif p_value #>> '{}' = stated or jsonb_typeof(p_value) = 'string' and one_spaced(p_value #>> '{}') = one_spaced(stated)
    -- a place is kept in one form
    or is_own(p_column::name) and p_value #>> '{}' = place_text(stated) then
    return true;
  end if;
  select atttypid into kind from pg_attribute where attrelid = p_table::text::regclass and attname = p_column;
  if kind is null or kind in ('text'::regtype, 'varchar'::regtype) then
    return false;
  end if;
  if kind = 'timestamptz'::regtype then
    return p_value = to_jsonb(stated_time(stated));
  end if;
  execute format('select to_jsonb($1::%s)', kind::regtype) into as_typed using stated;
  return p_value = as_typed;
end $$;
comment on function is_stated_value(name, text, jsonb, jsonb) is
  'Whether what a column holds is the value that was stated for it: {value, domain}, as its type and spaces make it';
