-- The audit: unchained rows from triggers, sealed in blocks afterwards (a hash chain in the row trigger deadlocks).

create or replace function audit_rows(p_table name, p_entity name, p_verb text, p_work bigint, p_rows jsonb[], p_fields text[],
  p_olds jsonb[], p_news jsonb[]) returns void
language plpgsql security definer set search_path = public, pg_temp set timezone = 'UTC'
as $$
declare
  row_column text := p_table || '_id';
  who name := acting_role();
begin
  with rows as materialized (
    select nextval('audit_audit_id_seq') as id, gen_random_uuid()::text as salt, (whole ->> row_column)::bigint as number,
      (whole ->> p_entity)::bigint as entity, fields, before, after
    from unnest(p_rows, p_fields, p_olds, p_news) r (whole, fields, before, after)),
  written as (
    insert into audit (audit_id, audit_at, audit_tx, audit_by, audit_login, audit_reply, audit_run, audit_entity, audit_table,
      audit_row, audit_verb, audit_fields, audit_digest)
    select id, clock_timestamp(), p_work, who, session_user, acting_reply, acting_run, entity, p_table, number, p_verb, fields,
      audit_content_digest(salt, before, after)
    -- a reply did not ask for changes of another record in the same transaction
    from rows left join lateral (select * from acting where acting_work = p_work and acting_entity = entity offset 0) acting
      on (acting_change is null or is_of_change(acting_change, p_table, number, p_verb, string_to_array(fields, ' '))))
  insert into audit_content (audit_content_id, audit_content_salt, audit_content_old, audit_content_new)
  select id, salt, before, after from rows;
end $$;
comment on function audit_rows(name, name, text, bigint, jsonb[], text[], jsonb[], jsonb[]) is
  'Writes what a statement did to rows of a table into the audit, by the column that says whose they are: of each the names of its '
    'fields, before and after';

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
