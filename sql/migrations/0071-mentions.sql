-- Colleagues whom a note mentions: each gets one task for one note, however often it is edited.
create table mention (
  mention_id bigint generated always as identity primary key,
  mention_table name not null,
  mention_row bigint not null,
  mention_staff bigint not null references staff,
  mention_task bigint references activity on delete set null,
  mention_at timestamptz not null default clock_timestamp(),
  constraint mention_once unique (mention_table, mention_row, mention_staff)
);
comment on table mention is 'Colleagues whom a note mentions, and the tasks that they got';
comment on column mention.mention_id is 'Number';
comment on column mention.mention_table is 'Table of the note';
comment on column mention.mention_row is 'Row of the note';
comment on column mention.mention_staff is 'Staff member';
comment on column mention.mention_task is 'Task';
comment on column mention.mention_at is 'Made';
create index mention_staff_index on mention (mention_staff, mention_id);
create index mention_task_index on mention (mention_task);
