-- The supertype keeps itself: key, name, version, creator, whichever table of a record is written.

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
  since timestamptz := coalesce((select acting_at from acting where acting_id = (select current_work()) and acting_entity = record_id),
    transaction_timestamp());
begin
  -- All changes of one transaction to a record's rows, or of one reply in it, make one new version; trigger argument 0 is the column
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
  records bigint[] := array(select (row_data ->> p_key)::bigint from unnest(p_rows) row_data);
  -- a version of a record is one reply's: it begins when its reply came to write
  begun jsonb := (select coalesce(jsonb_object_agg(acting_entity, acting_at), '{}') from acting
    where acting_id = (select current_work()) and acting_entity = any (records));
  names jsonb := '{}';
begin
  -- the same for the rows that one statement adds; most belong to records that this transaction has just made
  if is_subtype(p_table) then
    select jsonb_object_agg(row_data ->> p_key, record_name(p_table, row_data)) into names from unnest(p_rows) row_data;
  end if;
  -- by a list, and no join: planned once for one row and for hundreds, while the tables grow, it goes by the key
  update entity set entity_name = coalesce(names ->> entity_id::text, entity_name),
    entity_changed = coalesce((begun ->> entity_id::text)::timestamptz, transaction_timestamp()), entity_version = entity_version
      + case when entity_changed = coalesce((begun ->> entity_id::text)::timestamptz, transaction_timestamp()) then 0 else 1 end
  where entity_id = any (records) and (names ->> entity_id::text <> entity_name
    or entity_changed <> coalesce((begun ->> entity_id::text)::timestamptz, transaction_timestamp()));
  perform holds_met(held.id) from (
    select distinct change_entity as id from change where change_outcome = 'held' and change_entity = any (records)) held;
end $$;
comment on function entity_added(name, name, jsonb[]) is
  'Name and version of the records that these new rows of a table belong to, by the column with their key';

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
