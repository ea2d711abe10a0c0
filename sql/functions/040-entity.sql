-- The supertype keeps itself: key, name, level, path, version, creator. Definer, because a trigger that reads or writes
-- other rows under the caller's row security corrupts without a word.

create or replace function entity_place() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  parent entity;
begin
  -- Placements share this lock; whoever changes rules takes it exclusively.
  perform take_latch('structure', true);
  if tg_op = 'UPDATE' and (new.entity_parent is distinct from old.entity_parent or new.entity_type <> old.entity_type)
    and exists (select from entity where entity_parent = new.entity_id) then
    -- moved or retyped with all that stands below: nothing else is placed meanwhile
    perform take_latch('structure');
  end if;
  new.entity_created := case when tg_op = 'INSERT' then clock_timestamp() else old.entity_created end;
  new.entity_creator := case when tg_op = 'INSERT' then acting_role() else old.entity_creator end;
  new.entity_uuid := case when tg_op = 'INSERT' then coalesce(new.entity_uuid, gen_random_uuid()::text) else old.entity_uuid end;
  if not pg_has_role(acting_role(), 'satchel_owner', 'member') then
    -- a record is merged by a merge: else its rows could be shown, and erased, as another person's
    if tg_op = 'INSERT' then
      new.entity_merged := null;
      new.entity_deleted := null;
    elsif new.entity_deleted is null and new.entity_merged is not null then
      raise exception 'a merged record comes back when its merge is undone' using errcode = '42501', constraint = 'entity_merged';
    else
      -- when it was removed is told by the clock
      new.entity_deleted := case when new.entity_deleted is not null then coalesce(old.entity_deleted, clock_timestamp()) end;
    end if;
  end if;
  -- of another table's type it would be a record without a row, which is neither erased nor merged
  if tg_op = 'UPDATE' and new.entity_type <> old.entity_type and not pg_has_role(acting_role(), 'satchel_owner', 'member')
    and (select count(distinct entity_type_table) from entity_type where entity_type_id in (old.entity_type, new.entity_type)) > 1 then
    raise exception 'a record becomes none of another table''s type' using errcode = '42501', constraint = 'entity_table';
  end if;
  -- where colleagues stand says whose records their manager has
  if tg_op = 'UPDATE' and (new.entity_parent is distinct from old.entity_parent or new.entity_type <> old.entity_type) and not is_admin()
    and exists (select from staff join entity placed on placed.entity_id = staff_id where placed.entity_path like old.entity_path || '%') then
    raise exception 'where staff stand is for an administrator to say' using errcode = '42501', constraint = 'staff_place';
  end if;
  if tg_op = 'INSERT' then
    new.entity_version := 1;
    new.entity_changed := transaction_timestamp();
    new.entity_owner := coalesce(new.entity_owner, my_staff());
  end if;
  if new.entity_parent is null then
    new.entity_level := 1;
    new.entity_path := '/' || new.entity_id || '/';
    return new;
  end if;
  select * into parent from entity where entity_id = new.entity_parent for share;
  if parent.entity_path like '%/' || new.entity_id || '/%' then
    raise exception 'a record cannot stand under itself' using errcode = '23514', constraint = 'entity_cycle';
  end if;
  new.entity_level := case when parent.entity_type = new.entity_type then parent.entity_level + 1 else 1 end;
  new.entity_path := parent.entity_path || new.entity_id || '/';
  return new;
end $$;

create or replace function entity_replace_children() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  -- a moved record takes its children along, level by level: their own trigger recomputes path and level
  update entity set entity_parent = entity_parent where entity_parent = new.entity_id;
  return null;
end $$;

create or replace function entity_make() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  row_data jsonb := to_jsonb(new);
  key_column text := tg_table_name || '_id';
  hid text;
  taken boolean;
  made bigint;
begin
  -- Plain inserts into a subtype make the supertype row, so any interface can add people.
  if row_data ->> key_column is null then
    insert into entity (entity_type, entity_name, entity_created, entity_creator)
    select entity_type_id, record_name(tg_table_name, row_data), clock_timestamp(), acting_role()
    from entity_type where entity_type_hid = tg_table_name and entity_type_table = tg_table_name
    returning entity_id into made;
    if made is null then
      raise exception 'no entity_type for table %', tg_table_name using errcode = '23503';
    end if;
    if made < first_made() then
      perform set_config('satchel.first_made', made::text, true);
    end if;
    row_data := row_data || jsonb_build_object(key_column, made);
    new := jsonb_populate_record(new, jsonb_build_object(key_column, made));
  elsif not exists (
    select from entity join entity_type on entity_type_id = entity_type
    where entity_id = (row_data ->> key_column)::bigint and entity_type_table = tg_table_name) then
    -- to a colleague in the words of row security, as for a record that is there and not seen
    if not is_office() and not pg_has_role(acting_role(), 'satchel_owner', 'member') then
      raise exception 'new row violates row-level security policy for table "%"', tg_table_name using errcode = '42501';
    end if;
    raise exception 'there is no record % of this type', row_data ->> key_column
      using errcode = '23503', constraint = tg_table_name || '_entity';
  end if;
  if row_data ->> (tg_table_name || '_hid') is null then
    hid := upper(left(tg_table_name, 1)) || (row_data ->> key_column);
    -- somebody brought an id of this form along from a list of their own
    execute format('select exists (select from %I where %I = $1)', tg_table_name, tg_table_name || '_hid') into taken using hid;
    new := jsonb_populate_record(new, jsonb_build_object(
      tg_table_name || '_hid', case when taken then hid || '-' || left(gen_random_uuid()::text, 8) else hid end));
  end if;
  return new;
end $$;

create or replace function record_name(p_table name, p_row jsonb) returns text
language sql immutable
return coalesce(
  nullif(btrim(p_row ->> (p_table || '_name')), ''),
  nullif(btrim(concat_ws(' ', p_row ->> (p_table || '_given'), p_row ->> (p_table || '_family'))), ''),
  p_table);
comment on function record_name(name, jsonb) is 'What a record is called, from the row of its subtype';

create or replace function entity_keep() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  row_data jsonb := to_jsonb(case when tg_op = 'DELETE' then old else new end);
  record_id bigint := (row_data ->> tg_argv[0])::bigint;
  name text;
  since timestamptz := coalesce((select acting_at from acting where acting_id = (select current_work()) and acting_entity = record_id), transaction_timestamp());
begin
  -- What one transaction changes of a record's rows, or one reply in it, is one new version; trigger argument 0 is the column
  -- with the record's key.
  if tg_op = 'UPDATE' and to_jsonb(old) = to_jsonb(new) then
    return null;
  end if;
  if is_subtype(tg_table_name) then
    name := record_name(tg_table_name, row_data);
  end if;
  update entity set entity_name = coalesce(name, entity_name), entity_changed = since,
    entity_version = entity_version + case when entity_changed = since then 0 else 1 end
  where entity_id = record_id and (entity_changed <> since or name <> entity_name);
  perform holds_met(record_id);
  return null;
end $$;

create or replace function entity_added(p_table name, p_key name, p_rows jsonb[]) returns void
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  since timestamptz := coalesce((select acting_at from acting where acting_id = (select current_work())), transaction_timestamp());
  records bigint[] := array(select (row_data ->> p_key)::bigint from unnest(p_rows) row_data);
  names jsonb := '{}';
begin
  -- the same for the rows that one statement adds; most belong to records that this transaction has just made
  if is_subtype(p_table) then
    select jsonb_object_agg(row_data ->> p_key, record_name(p_table, row_data)) into names from unnest(p_rows) row_data;
  end if;
  -- by a list, and no join: planned once for one row and for hundreds, while the tables grow, it goes by the key
  update entity set entity_name = coalesce(names ->> entity_id::text, entity_name), entity_changed = since,
    entity_version = entity_version + case when entity_changed = since then 0 else 1 end
  where entity_id = any (records) and (entity_changed <> since or names ->> entity_id::text <> entity_name);
  perform holds_met(held.id) from (
    select distinct change_entity as id from change where change_outcome = 'held' and change_entity = any (records)) held;
end $$;
comment on function entity_added(name, name, jsonb[]) is 'Name and version of the records that these new rows of a table belong to, by the column with their key';

create or replace function rows_added() returns trigger
language plpgsql security definer set search_path = public, pg_temp set timezone = 'UTC'
as $$
declare
  -- read once for all that looks at them: of a file of people there are hundreds. A file is there as its size and digest
  rows jsonb[] := array(select to_jsonb(a) - 'attachment_data' from added a);
  key name;
begin
  -- arguments: the column that says for the audit whose row it is, and those with the keys of records
  perform lookup_judge(tg_table_name, rows);
  foreach key in array coalesce(tg_argv[1:], '{}') loop
    perform entity_added(tg_table_name, key, rows);
  end loop;
  perform audit_added(tg_relid, tg_argv[0], rows);
  return null;
end $$;
