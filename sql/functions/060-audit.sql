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
  -- what the same transaction does to another record is nothing that the reply asked for
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
  whose acting;
begin
  select * into whose from acting where acting_id = work_number
    and (acting_change is null or is_of_change(acting_change, source, null, 'insert', null));
  with rows as materialized (
    select nextval(ids) as id, whole, gen_random_uuid()::text as salt from unnest(p_rows) whole),
  written as (
    insert into audit (audit_id, audit_at, audit_tx, audit_by, audit_login, audit_reply, audit_run, audit_entity, audit_table,
      audit_row, audit_verb, audit_fields, audit_digest)
    select id, clock_timestamp(), work_number, who, session_user,
      case when (whole ->> p_entity)::bigint = whose.acting_entity then whose.acting_reply end,
      case when (whole ->> p_entity)::bigint = whose.acting_entity then whose.acting_run end,
      (whole ->> p_entity)::bigint, source, (whole ->> row_column)::bigint, 'insert', columns,
      audit_content_digest(salt, null, whole)
    from rows)
  insert into audit_content (audit_content_id, audit_content_salt, audit_content_old, audit_content_new)
  select id, salt, null, whole from rows;
end $$;
comment on function audit_added(oid, name, jsonb[]) is 'Writes new rows of a table into the audit, by the column that says whose they are';

create or replace function audit_content_digest(p_salt text, p_old jsonb, p_new jsonb) returns text
language sql immutable
return encode(sha256(convert_to(p_salt || chr(10) || coalesce(p_old::text, '-') || chr(10) || coalesce(p_new::text, '-'), 'UTF8')), 'hex');

create or replace function audit_row_digest(p_row audit) returns text
language sql immutable set search_path = public, pg_temp
as $$
  -- times as seconds since 1970, so that the digest does not depend on a session's time zone
  select encode(sha256(convert_to(concat_ws(chr(10), (p_row).audit_id, extract(epoch from (p_row).audit_at), (p_row).audit_tx,
    (p_row).audit_by, (p_row).audit_login, coalesce((p_row).audit_reply, 0), coalesce((p_row).audit_run, 0),
    coalesce((p_row).audit_entity, 0), (p_row).audit_table, (p_row).audit_row, (p_row).audit_verb, (p_row).audit_fields,
    (p_row).audit_digest), 'UTF8')), 'hex')
$$;

create or replace function audit_block_digest(p_before text, p_seal bigint) returns text
language sql stable security definer set search_path = public, pg_temp
as $$
  select encode(sha256(convert_to(p_before || coalesce(string_agg(audit_row_digest(a), '' order by a.audit_id), ''), 'UTF8')), 'hex')
  from audit a join audit_sealed on audit_sealed_id = audit_id where audit_sealed_seal = p_seal
$$;

create or replace function seal_audit() returns integer
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  rows_to_seal bigint[];
  current_number bigint := current_work();
  oldest bigint;
  block bigint;
  before text;
begin
  perform take_latch('seal');
  oldest := pg_snapshot_xmin(pg_current_snapshot())::text::bigint;
  -- every row that is seen was finished, but for those of the transaction that asks
  select array_agg(audit_id) into rows_to_seal from audit
  where audit_tx <> current_number
    and not exists (select from audit_sealed where audit_sealed_id = audit_id);
  -- what was finished before that look is sealed, and its number is not asked for again
  delete from acting using work where acting_id = work_id and work_tx < oldest;
  delete from work where work_tx < oldest;
  if rows_to_seal is null then
    return 0;
  end if;
  before := coalesce((select audit_seal_digest from audit_seal order by audit_seal_id desc limit 1), repeat('0', 64));
  insert into audit_seal (audit_seal_at, audit_seal_first, audit_seal_last, audit_seal_rows, audit_seal_before, audit_seal_digest)
  select clock_timestamp(), min(id), max(id), count(*), before, 'sealing' from unnest(rows_to_seal) id
  returning audit_seal_id into block;
  insert into audit_sealed (audit_sealed_id, audit_sealed_seal) select id, block from unnest(rows_to_seal) id;
  update audit_seal set audit_seal_digest = audit_block_digest(before, block) where audit_seal_id = block;
  return cardinality(rows_to_seal);
end $$;
comment on function seal_audit() is 'Appends a sealed block over all finished, unsealed audit rows; returns how many';

create or replace function verify_audit() returns table (fault text, audit_id bigint)
language sql stable security definer set search_path = public, pg_temp
as $$
  select 'block changed', audit_seal_first from audit_seal
  where audit_seal_digest <> audit_block_digest(audit_seal_before, audit_seal_id)
    or audit_seal_rows <> (select count(*) from audit_sealed where audit_sealed_seal = audit_seal_id)
  union all
  select 'chain broken', s.audit_seal_first from (
    select audit_seal_first, audit_seal_before,
      lag(audit_seal_digest, 1, repeat('0', 64)) over (order by audit_seal_id) as expected from audit_seal) s
  where s.audit_seal_before <> s.expected
  union all
  select 'contents changed', a.audit_id from audit a join audit_content on audit_content_id = a.audit_id
  where a.audit_digest <> audit_content_digest(audit_content_salt, audit_content_old, audit_content_new)
  union all
  select 'contents of no row', audit_content_id from audit_content
  where not exists (select from audit a where a.audit_id = audit_content_id)
  union all
  -- sealing removes a number from work only with its rows sealed
  select 'never sealed', a.audit_id from audit a
  where not exists (select from audit_sealed where audit_sealed_id = a.audit_id) and not exists (select from work where work_id = a.audit_tx)
  union all
  select 'numbered ahead', min(a.audit_id) from audit a, work_number where a.audit_tx > last_value having count(*) > 0
$$;
comment on function verify_audit() is 'Every place where the audit is not what was sealed, or cannot be; no rows is good';

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

create or replace function readable_row(p_table name, p_row jsonb) returns jsonb
language sql stable security invoker set search_path = public, pg_temp
as $$
  -- for people: lists as their words, without what is empty, kept by triggers, or the row's own number
  select nullif(coalesce(jsonb_object_agg(key, coalesce(to_jsonb(lookup_value(case when d.meta_fields_value is not null then value::text::bigint end)), value))
    filter (where value <> 'null' and w.meta_fields_id is null and key <> p_table || '_id' and key <> p_table || '_entity'), '{}'), '{}')
  from jsonb_each(p_row)
  left join meta_fields d on d.meta_fields_table = p_table and d.meta_fields_field = key and d.meta_fields_attribute = 'domain' and value <> 'null'
  left join meta_fields w on w.meta_fields_table = p_table and w.meta_fields_field = key and w.meta_fields_attribute = 'widget' and w.meta_fields_value = 'readonly'
$$;
comment on function readable_row(name, jsonb) is 'Fields of an audit content as a person reads them';
