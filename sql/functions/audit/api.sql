-- The audit as the program and its readers use it: sealed in blocks, verified, shown. And the verification of states.

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
  perform lock_latch('seal');
  oldest := pg_snapshot_xmin(pg_current_snapshot())::text::bigint;
  -- every row that is seen was finished, but for those of the transaction that asks
  select array_agg(audit_id) into rows_to_seal from audit
  where audit_tx <> current_number
    and not exists (select from audit_sealed where audit_sealed_id = audit_id);
  -- rows finished before that look are sealed, and their numbers are not asked for again
  delete from acting using work where acting_work = work_id and work_tx < oldest;
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
comment on function seal_audit() is $$Appends a sealed block over all finished, unsealed audit rows; returns their number
@query verify/seal @call sealAudit @column sealed$$;

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
  where not exists (select from audit_sealed where audit_sealed_id = a.audit_id)
    and not exists (select from work where work_id = a.audit_tx)
  union all
  select 'numbered ahead', min(a.audit_id) from audit a, work_number where a.audit_tx > last_value having count(*) > 0
$$;
comment on function verify_audit() is 'Every place where the audit is not what was sealed, or cannot be; no rows is good';

create or replace function readable_row(p_table name, p_row jsonb) returns jsonb
language sql stable security invoker set search_path = public, pg_temp
as $$
  -- for people: lists as their words, files by name and digest, without what is empty, kept by triggers, or the row's own number
  select nullif(coalesce(jsonb_object_agg(key,
    coalesce(to_jsonb(lookup_value(case when d.meta_fields_value is not null then value::text::bigint end)),
      to_jsonb(case when k.meta_fields_value is not null then file_told(value::text::bigint) end), value))
    filter (where value <> 'null' and w.meta_fields_id is null and key <> p_table || '_id' and key <> owner_column(p_table)), '{}'), '{}')
  from jsonb_each(p_row)
  left join meta_fields d on d.meta_fields_table = p_table and d.meta_fields_field = key
    and d.meta_fields_attribute = 'domain' and value <> 'null'
  left join meta_fields k on k.meta_fields_table = p_table and k.meta_fields_field = key and k.meta_fields_attribute = 'kind'
    and k.meta_fields_value = 'file' and value <> 'null'
  left join meta_fields w on w.meta_fields_table = p_table and w.meta_fields_field = key and w.meta_fields_attribute = 'widget'
    and w.meta_fields_value = 'readonly'
$$;
comment on function readable_row(name, jsonb) is 'Fields of an audit content as a person reads them';

create or replace function verify_states() returns table (fault text, number bigint)
language sql stable security definer set search_path = public, pg_temp
as $$
  select 'a reply is not what became of its slots', reply_id from reply where reply_status <> reply_result(reply_id)
  union all
  select 'a hold that no reply stands behind', change_id from change join reply on reply_id = change_reply
  where change_outcome = 'held' and not change_taken and change_doubt is null and not coalesce(reply_apart(reply_held_reason), false)
  union all
  select 'an item with two replies', reply_item from reply where reply_item is not null group by reply_item, reply_packet
  having count(*) > 1 and bool_or(reply_held_reason is distinct from 'copies-disagree')
  union all
  select 'a reply of an item that did not end as one', reply_id from reply join item on item_id = reply_item
  where item_state not in ('imported', 'partly-held', 'held', 'refused') and not item_part
  union all
  select 'a token that was used more often than replies came', token_id from token
  where token_purpose = 'reply' and token_uses <> (select count(*) from reply where reply_packet = token_packet)
$$;
comment on function verify_states() is $$Rows that contradict each other; no rows is good
@query verify/states @call stateFaults @column fault checked @column number checked$$;
