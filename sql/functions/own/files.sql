-- Files in fields of one's own. The bytes are rows of attachment, as all files of records are; the field names one of them. Such a file is
-- written, replaced and removed with its field alone, and row security of attachment asks for the row that holds it.

create or replace function file_columns(p_table name) returns setof name
language sql stable security invoker set search_path = public, pg_temp
as $$
  select meta_fields_field::name from meta_fields
  where meta_fields_table = p_table and meta_fields_attribute = 'kind' and meta_fields_value = 'file' and is_own(meta_fields_field::name)
  order by 1
$$;
comment on function file_columns(name) is 'Columns of one''s own that hold files';

create or replace function file_seen(p_field text, p_file bigint) returns boolean
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
declare
  held name := split_part(p_field, '.', 1);
  field name := split_part(p_field, '.', 2);
  seen boolean := false;
begin
  -- with the caller's rights: a column that they may not read, or a row that they do not see, shows no file
  if exists (select from pg_attribute where attrelid = to_regclass(format('public.%I', held)) and attname = field)
    and has_column_privilege(to_regclass(format('public.%I', held)), field::text, 'select') then
    execute format('select exists (select from %I where %I = $1)', held, field) into seen using p_file;
  end if;
  return seen;
end $$;
comment on function file_seen(text, bigint) is 'Whether the caller sees a row whose field, TABLE.COLUMN, holds a file';

create or replace function file_words(p_name text, p_size bigint) returns text
language sql immutable
return p_name || ' (' || case when p_size < 1024 then p_size || ' B' when p_size < 1048576 then ceil(p_size / 1024.0)::bigint || ' KB'
  else trim_scale(ceil(p_size / 104857.6) / 10)::text || ' MB' end || ')';
comment on function file_words(text, bigint) is 'A file as people read it: scan.pdf (12 KB)';

create or replace function file_told(p_file bigint) returns text
language sql stable security definer set search_path = public, pg_temp
as $$
  -- of one that was replaced or erased the audit has what it was; its readers alone are told of it
  select coalesce((select attachment_filename || ', SHA-256 ' || attachment_digest from attachment
      where attachment_id = p_file and attachment_field is not null),
    -- a file of no field has readers of its own, such as the writer of a private note
    case when gone_value('attachment', p_file, 'attachment_field') is not null then
      gone_value('attachment', p_file, 'attachment_filename') || ', SHA-256 ' || gone_value('attachment', p_file, 'attachment_digest') end)
  where has_table_privilege(acting_role(), 'audit_content', 'select')
$$;
comment on function file_told(bigint) is 'Name and digest of a file in the history, for those who read it; null for anybody else';

create or replace function field_file(p_table name, p_column name, p_row bigint, p_name text, p_type text, p_data bytea) returns bigint
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
declare
  owner bigint;
  made bigint;
begin
  if not exists (select from file_columns(p_table) c where c = p_column) then
    raise exception 'there is no field of files %.%', p_table, p_column using errcode = '22023';
  elsif not has_column_privilege(acting_role(), p_table::text, p_column::text, 'update') then
    raise exception 'permission denied for table %', p_table using errcode = '42501';
  end if;
  execute format('select %I from %I where %I = $1', (select min(key::text) from record_tables() where source = p_table and part <> 'end'),
    p_table, p_table || '_id') into owner using p_row;
  if owner is null then
    raise exception 'there is no such row of %', p_table using errcode = '42501';
  end if;
  -- no row names it yet: one has to until the end of the transaction, or until constraints are checked again (file_held)
  set constraints c_held deferred;
  insert into attachment (attachment_entity, attachment_field, attachment_filename, attachment_type, attachment_data)
  values (owner, p_table || '.' || p_column, p_name, p_type, p_data) returning attachment_id into made;
  return made;
end $$;
comment on function field_file(name, name, bigint, text, text, bytea) is
  'Keeps the bytes of a file for a field of a row: update TABLE set COLUMN = field_file(TABLE, COLUMN, ROW, NAME, TYPE, BYTES). '
    'Refused at the end of the transaction where no row names it';

create or replace function file_held() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  held boolean := not exists (select from attachment where attachment_id = new.attachment_id);
begin
  if not held then
    execute format('select exists (select from %I where %I = $1)', split_part(new.attachment_field, '.', 1),
      split_part(new.attachment_field, '.', 2)) into held using new.attachment_id;
  end if;
  if not held then
    raise exception 'a file of the field % is named by no row', new.attachment_field
      using errcode = '23514', constraint = 'attachment_held', table = 'attachment';
  end if;
  return null;
end $$;

create or replace function file_keep() returns trigger
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
declare
  now jsonb := to_jsonb(new);
  before jsonb := case when tg_op = 'UPDATE' then to_jsonb(old) else '{}' end;
  owner bigint := (now ->> tg_argv[0])::bigint;
  held bigint;
  other boolean;
begin
  -- arguments: the column with the key of the record, the columns that hold files. Nobody reaches another row's file by its number
  for i in 1 .. tg_nargs - 1 loop
    continue when now ->> tg_argv[i] is null or now -> tg_argv[i] is not distinct from before -> tg_argv[i];
    select attachment_entity into held from attachment
    where attachment_id = (now ->> tg_argv[i])::bigint and attachment_field = tg_table_name || '.' || tg_argv[i];
    execute format('select exists (select from %I where %I = $1 and %I <> $2)', tg_table_name, tg_argv[i], tg_table_name || '_id')
    into other using (now ->> tg_argv[i])::bigint, (now ->> (tg_table_name || '_id'))::bigint;
    -- a merge takes it from the record that goes, whose row keeps it for an undo
    if held is distinct from owner or other and not exists (select from record_merge where record_merge_kept = owner
        and record_merge_tx = (select current_work()) and record_merge_last is null) then
      raise exception 'the field takes no file of another row' using errcode = '42501', table = tg_table_name, column = tg_argv[i];
    end if;
  end loop;
  return new;
end $$;

create or replace function file_drop() returns trigger
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
declare
  before jsonb := to_jsonb(old);
  now jsonb := case when tg_op = 'UPDATE' then to_jsonb(new) else '{}' end;
  held boolean;
begin
  -- a merge that is under way may be undone, so what it replaces stays until the record is erased
  if exists (select from record_merge where record_merge_kept = (before ->> tg_argv[0])::bigint
    and record_merge_tx = (select current_work()) and record_merge_last is null) then
    return null;
  end if;
  for i in 1 .. tg_nargs - 1 loop
    continue when before ->> tg_argv[i] is null or now -> tg_argv[i] is not distinct from before -> tg_argv[i];
    -- the row of a record that was merged away names it still, and keeps nothing that was taken from the one that stayed
    execute format('select exists (select from %I join entity on entity_id = %I and entity_merged is null where %I = $1)', tg_table_name,
      tg_argv[0], tg_argv[i]) into held
    using (before ->> tg_argv[i])::bigint;
    if not held then
      delete from attachment
      where attachment_id = (before ->> tg_argv[i])::bigint and attachment_field = tg_table_name || '.' || tg_argv[i];
    end if;
  end loop;
  return null;
end $$;
