-- The digests that the audit's seals are computed over.

create or replace function audit_content_digest(p_salt text, p_old jsonb, p_new jsonb) returns text
language sql stable -- and no more, as convert_to is: so it becomes part of the statement that asks for each of its rows
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
