-- A transaction works for many replies at once, for one on each record. What was there is of transactions that ended. No references:
-- the rows end with their transaction, and checking them costs each reply.
delete from acting;
alter table acting
  drop constraint acting_pkey,
  drop constraint acting_check,
  drop constraint acting_acting_entity_fkey,
  drop constraint acting_acting_reply_fkey,
  drop constraint acting_acting_run_fkey,
  drop constraint acting_acting_subject_fkey,
  alter acting_entity set not null,
  add acting_own boolean not null default false,
  add primary key (acting_id, acting_entity);
-- many persons answer in one transaction, and at no moment does it write as two of them
create unique index acting_one_subject on acting (acting_id) where acting_subject is not null;
comment on table acting is 'The reply or run on whose behalf a transaction writes to a record';
comment on column acting.acting_subject is 'Person as whom the transaction writes now';
comment on column acting.acting_own is 'Whether the reply answers the form of the person whose record it is';
