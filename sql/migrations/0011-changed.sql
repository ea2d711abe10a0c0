-- When a record last changed: what one transaction changes of its rows, or one reply in it, is one new version, however many rows that are.
alter table acting add column acting_at timestamptz not null default clock_timestamp();
alter table entity add column entity_changed timestamptz;
alter table entity disable trigger user;
update entity set entity_changed = coalesce((select max(audit_at) from audit where audit_entity = entity_id), entity_created);
alter table entity enable trigger user;
alter table entity alter column entity_changed set not null, alter column entity_changed set default transaction_timestamp();
