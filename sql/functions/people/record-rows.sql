-- The supertype keeps itself: key, name, version, creator, whichever table of a record is written.

create or replace function entity_make() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  is_person boolean := tg_table_name = 'person'; -- the common one, without the way over all its columns
  row_data jsonb := case when not is_person then to_jsonb(new) end;
  key_column text := tg_table_name || '_id';
  number bigint;
  hid text;
  taken boolean;
begin
  if is_person then
    number := new.person_id;
    hid := new.person_hid;
  else
    number := (row_data ->> key_column)::bigint;
    hid := row_data ->> (tg_table_name || '_hid');
  end if;
  -- Plain inserts into a subtype make the supertype row, so any interface can add people.
  if number is null then
    insert into entity (entity_type, entity_name, entity_created, entity_creator)
    select entity_type_id, record_name(tg_table_name, to_jsonb(new)), clock_timestamp(), acting_role()
    from entity_type where entity_type_hid = tg_table_name and entity_type_table = tg_table_name
    returning entity_id into number;
    if number is null then
      raise exception 'no entity_type for table %', tg_table_name using errcode = '23503';
    end if;
    if number < first_made() then
      perform set_config('satchel.first_made', number::text, true);
    end if;
    new := jsonb_populate_record(new, jsonb_build_object(key_column, number));
  elsif not exists (
    select from entity join entity_type on entity_type_id = entity_type
    where entity_id = number and entity_type_table = tg_table_name) then
    -- to a colleague in the words of row security, as for a record that is there and not seen
    if not is_office() and not pg_has_role(acting_role(), 'satchel_owner', 'member') then
      raise exception 'new row violates row-level security policy for table "%"', tg_table_name using errcode = '42501';
    end if;
    raise exception 'there is no record % of this type', number
      using errcode = '23503', constraint = tg_table_name || '_entity';
  end if;
  if hid is null then
    hid := hid_letters(tg_table_name) || number;
    -- somebody brought an id of this form along from a list of their own
    if is_person then
      taken := exists (select from person where person_hid = hid);
    else
      execute format('select exists (select from %I where %I = $1)', tg_table_name, tg_table_name || '_hid') into taken using hid;
    end if;
    new := jsonb_populate_record(new, jsonb_build_object(
      tg_table_name || '_hid', case when taken then hid || '-' || left(gen_random_uuid()::text, 8) else hid end));
  end if;
  return new;
end $$;

create or replace function hid_letters(p_table name) returns text
language sql immutable
return upper(case when p_table like 'own\_%' then left(replace(substr(p_table, 5), '_', ''), 2) else left(p_table, 1) end);
comment on function hid_letters(name) is
  'The letters before the number in a human id: one for a shipped type, two for one''s own, so that a pupil is no person';

create or replace function record_name(p_table name, p_row jsonb) returns text
language sql stable -- and no more, as concat_ws is: so it becomes part of the statement that asks for each of its rows
return coalesce(
  nullif(btrim(p_row ->> (p_table || '_name')), ''),
  nullif(btrim(concat_ws(' ', p_row ->> (p_table || '_given'), p_row ->> (p_table || '_family'))), ''),
  p_table);
comment on function record_name(name, jsonb) is 'What a record is called, from the row of its subtype';

create or replace function records_keep(p_table name, p_key name, p_named boolean, p_work bigint, p_rows jsonb[]) returns void
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  records bigint[];
  records_due bigint[];
  names jsonb;
  begun jsonb;
begin
  -- All changes of one transaction to a record's rows, or of one reply in it, make one new version: it begins when the reply came to write.
  select array_agg(id), jsonb_object_agg(id, record_name(p_table, r)) filter (where p_named),
    jsonb_object_agg(id, acting_at) filter (where acting_at is not null)
  into records, names, begun from unnest(p_rows) r cross join lateral (select (r ->> p_key)::bigint as id offset 0) given
  left join lateral (select acting_at from acting where acting_work = p_work and acting_entity = id offset 0) as whose on true;
  -- by a list, and no join: planned once for one row and for hundreds, while the tables grow, it goes by the key
  records_due := array(select entity_id from entity
    where entity_id = any (records) and (names ->> entity_id::text <> entity_name
      or entity_changed <> coalesce((begun ->> entity_id::text)::timestamptz, transaction_timestamp())));
  -- mostly the first write of a reply alone finds one: a statement that changes nothing costs its triggers
  if records_due <> '{}' then
    update entity set entity_name = coalesce(names ->> entity_id::text, entity_name),
      entity_changed = coalesce((begun ->> entity_id::text)::timestamptz, transaction_timestamp()), entity_version = entity_version
        + case when entity_changed = coalesce((begun ->> entity_id::text)::timestamptz, transaction_timestamp()) then 0 else 1 end
    where entity_id = any (records_due);
  end if;
  -- a reply that takes a number from one row and puts it into another has asked for neither alone: after its last write, in end_wave
  perform holds_met(held.id) from (
    select distinct change_entity as id from change where change_outcome = 'held' and change_entity = any (records)
      and not exists (select from acting where acting_work = p_work and acting_entity = change_entity and acting_reply is not null
        and acting_change is null)) held;
end $$;
comment on function records_keep(name, name, boolean, bigint, jsonb[]) is
  'Version of the records that written rows of a table belong to, by the column with their key; and their name, where the rows are the '
    'records themselves';

create or replace function rows_written() returns trigger
language plpgsql security definer set search_path = public, pg_temp set timezone = 'UTC'
as $$
declare
  row_column text := tg_table_name || '_id';
  has_file boolean := tg_table_name = 'attachment';
  work_number bigint;
  rows jsonb[];
  befores jsonb[];
  afters jsonb[];
  fields text[];
  key_changed boolean;
  key name;
begin
  -- Read once for all that looks at them: a statement writes one row or hundreds. A file is there as its size and digest.
  if tg_op = 'UPDATE' then
    -- Pairs by their place: both tables hold the rows in the order in which they were written, and a join that was planned for one row
    -- would compare each with each. What changes by itself when other rows do is no change of a record's own.
    select array_agg(n), array_agg(before), array_agg(after), array_agg(names), bool_or(o -> row_column is distinct from n -> row_column)
    into rows, befores, afters, fields, key_changed
    from unnest(array(select to_jsonb(w) - unlooked_columns() from was w), array(select to_jsonb(w) - unlooked_columns() from written w))
      pair (o, n),
    lateral (
      select jsonb_object_agg(field, o -> field) as before, jsonb_object_agg(field, value) as after,
        string_agg(field, ' ' order by field) as names
      from jsonb_each(n) f (field, value) where value is distinct from o -> field) changed
    where o <> n;
    if key_changed then
      raise exception 'the number of a row of % does not change', tg_table_name using errcode = '55000';
    end if;
  elsif tg_op = 'INSERT' then
    rows := array(select case when has_file then to_jsonb(w) - 'attachment_data' else to_jsonb(w) end from written w);
    afters := rows;
  else
    rows := array(select case when has_file then to_jsonb(w) - 'attachment_data' else to_jsonb(w) end from was w);
    befores := rows;
  end if;
  if coalesce(cardinality(rows), 0) = 0 then
    return null;
  end if;
  if tg_op <> 'UPDATE' then
    fields := array_fill((select string_agg(field, ' ' order by field) from jsonb_object_keys(rows[1]) field), array[cardinality(rows)]);
  end if;
  -- arguments: the column that says for the audit whose row it is; those that take values of lists; whether the rows are the records
  -- themselves; the columns with the keys of records
  if tg_op = 'INSERT' or tg_op = 'UPDATE' and string_to_array(array_to_string(fields, ' '), ' ') && tg_argv[1]::text[] then
    perform must_be_listed(tg_table_name, rows);
  end if;
  work_number := current_work();
  foreach key in array coalesce(tg_argv[3:], '{}') loop
    perform records_keep(tg_table_name, key, tg_argv[2]::boolean, work_number, rows);
  end loop;
  perform audit_rows(tg_table_name, tg_argv[0], lower(tg_op), work_number, rows, fields, befores, afters);
  return null;
end $$;

create or replace function unlooked_columns() returns text[]
language sql immutable
return array['attachment_data', 'entity_version', 'entity_changed', 'entity_path', 'entity_level'];
comment on function unlooked_columns() is 'Columns of which an update is not looked at: files, and what entity keeps by itself';
