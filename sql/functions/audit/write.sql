-- The audit: unchained rows from triggers, sealed in blocks afterwards (a hash chain in the row trigger deadlocks).

create or replace function audit_write() returns trigger
language plpgsql security definer set search_path = public, pg_temp set timezone = 'UTC'
as $$
declare
  -- a file is there as its size and digest
  before jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) - 'attachment_data' end;
  after jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) - 'attachment_data' end;
  whole jsonb := coalesce(after, before);
  quiet text[] := array['entity_version', 'entity_changed', 'entity_path', 'entity_level'];
  salt text := gen_random_uuid();
  entity_column text := tg_argv[0];
  whose acting;
  work_number bigint;
  made bigint;
begin
  if tg_op = 'UPDATE' then
    select jsonb_object_agg(key, before -> key), jsonb_object_agg(key, value) into before, after
    from jsonb_each(after) where value is distinct from before -> key and key <> all (quiet);
    if after is null then
      return null;
    end if;
  end if;
  work_number := current_work();
  -- the reply did not ask for changes of another record in the same transaction
  select * into whose from acting where acting_id = work_number and acting_entity = (whole ->> entity_column)::bigint
    and (acting_change is null or is_of_change(acting_change, tg_table_name, (whole ->> (tg_table_name || '_id'))::bigint, lower(tg_op),
      array(select jsonb_object_keys(coalesce(after, before)))));
  insert into audit (audit_at, audit_tx, audit_by, audit_login, audit_reply, audit_run, audit_entity, audit_table,
    audit_row, audit_verb, audit_fields, audit_digest)
  values (clock_timestamp(), work_number, acting_role(), session_user, whose.acting_reply, whose.acting_run,
    (whole ->> entity_column)::bigint, tg_table_name, (whole ->> (tg_table_name || '_id'))::bigint, lower(tg_op),
    (select string_agg(key, ' ' order by key) from jsonb_object_keys(coalesce(after, before)) key),
    audit_content_digest(salt, before, after))
  returning audit_id into made;
  insert into audit_content (audit_content_id, audit_content_salt, audit_content_old, audit_content_new)
  values (made, salt, before, after);
  return null;
end $$;

create or replace function audit_added(p_table oid, p_entity name, p_rows jsonb[]) returns void
language plpgsql security definer set search_path = public, pg_temp set timezone = 'UTC'
as $$
declare
  source name := p_table::regclass;
  row_column text := source || '_id';
  columns text := (select string_agg(attname, ' ' order by attname::text) from pg_attribute
    where attrelid = p_table and attnum > 0 and not attisdropped and attname <> 'attachment_data');
  ids regclass := pg_get_serial_sequence('public.audit', 'audit_id');
  work_number bigint := current_work();
  who name := acting_role();
begin
  with rows as materialized (
    select nextval(ids) as id, whole, gen_random_uuid()::text as salt from unnest(p_rows) whole),
  written as (
    insert into audit (audit_id, audit_at, audit_tx, audit_by, audit_login, audit_reply, audit_run, audit_entity, audit_table,
      audit_row, audit_verb, audit_fields, audit_digest)
    select id, clock_timestamp(), work_number, who, session_user,
      acting_reply, acting_run, (whole ->> p_entity)::bigint, source, (whole ->> row_column)::bigint, 'insert', columns,
      audit_content_digest(salt, null, whole)
    from rows left join acting on acting_id = work_number and acting_entity = (whole ->> p_entity)::bigint
      and (acting_change is null or is_of_change(acting_change, source, null, 'insert', null)))
  insert into audit_content (audit_content_id, audit_content_salt, audit_content_old, audit_content_new)
  select id, salt, null, whole from rows;
end $$;
comment on function audit_added(oid, name, jsonb[]) is 'Writes new rows of a table into the audit, by the column that says whose they are';

create or replace function audit_guard() returns trigger
language plpgsql set search_path = public, pg_temp
as $$
begin
  -- the digest of a block is written once, right after its rows
  if tg_table_name = 'audit_seal' and tg_op = 'UPDATE' and to_jsonb(old) ->> 'audit_seal_digest' = 'sealing' then
    return new;
  end if;
  raise exception 'the audit is insert-only' using errcode = '42501';
end $$;
