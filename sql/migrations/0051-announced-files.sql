-- A photo belongs to the report of the reply that announces it. Where that report waits for a person, its photos go to the activity that it
-- becomes once it is accepted.

alter table item_file add column item_file_reply bigint references reply on delete set null;
create index item_file_reply_index on item_file (item_file_reply);
comment on column item_file.item_file_reply is 'Reply that announces it, as its sender sealed both; null where none does';
