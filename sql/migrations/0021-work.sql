-- Work is numbered by a sequence of its own. PostgreSQL's transaction numbers begin lower on another server, so after a restore two
-- transactions would have one number, and what the one did would count as the other's.
create sequence work_number;
create table work (
  work_id bigint primary key,
  work_epoch bigint not null,
  work_tx bigint not null unique,
  work_begun timestamptz not null);
comment on table work is 'Number of the work that a transaction under way does; only definer functions read and write it';

-- Rows of before keep the number of their transaction: it is sealed with them. Numbers from here on are above all of these.
select setval('work_number', greatest(
  (select max(audit_tx) from audit), (select max(record_merge_tx) from record_merge), (select max(load_run_tx) from load_run), 1));

-- On whose behalf a transaction writes ends with that transaction. What it is told for is one record, and where the office
-- settles, one held change.
delete from acting;
alter table acting
  add acting_entity bigint references entity,
  add acting_change bigint,
  add check (acting_reply is null or acting_entity is not null);

-- A merge is what stands in the audit under its number, between its beginning and its end. For merges of before: what was written
-- from when it began to when another merge of the same transaction did, or to a restore, after which numbers came again.
alter table record_merge
  add record_merge_first bigint,
  add record_merge_last bigint;
update record_merge m set (record_merge_first, record_merge_last) = (
  select min(audit_id), max(audit_id) from audit
  where audit_tx = m.record_merge_tx and audit_by = m.record_merge_by and audit_at >= m.record_merge_at and audit_at < coalesce(least(
    (select min(restore_run_at) from restore_run where restore_run_at > m.record_merge_at),
    (select min(o.record_merge_at) from record_merge o where o.record_merge_tx = m.record_merge_tx and o.record_merge_at > m.record_merge_at)),
    'infinity'));
