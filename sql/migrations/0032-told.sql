-- A later letter about a reply tells what became of what waited, and nothing twice; what was refused waits until somebody has seen it.
alter table reply add column reply_told text[];
comment on column reply.reply_told is 'Slots whose end its letters have told; null where nothing waited by its first letter';
-- what was refused before counts as seen: its senders were told long ago
alter table change add column change_seen timestamptz default now(), add column change_seer name;
alter table change alter column change_seen drop default;
comment on column change.change_seen is 'When somebody of the office saw that it was refused';
create index change_unseen_index on change (change_id) where change_outcome = 'refused' and change_decision is null and change_seen is null;
comment on column change.change_seer is 'Who saw it';
