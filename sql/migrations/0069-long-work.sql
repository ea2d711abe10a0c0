-- Work of the console that takes longer than a page may: it goes on when its browser is closed, and its result waits to be seen. Whether it
-- goes on is not said here: that is whether the connection that began it is there.
create table console_work (
  console_work_id bigint generated always as identity primary key,
  console_work_staff bigint not null references staff,
  console_work_kind text not null constraint console_work_console_work_kind_check check (length(console_work_kind) <= 40),
  console_work_about text constraint console_work_console_work_about_check check (length(console_work_about) <= 300),
  console_work_key text not null constraint console_work_console_work_key_check check (length(console_work_key) <= 200),
  console_work_pid integer not null,
  console_work_connected timestamptz not null,
  console_work_begun timestamptz not null default clock_timestamp(),
  console_work_count bigint not null default 0,
  console_work_all bigint,
  console_work_stop timestamptz,
  console_work_ended timestamptz,
  console_work_outcome text
    constraint console_work_console_work_outcome_check check (console_work_outcome in ('done', 'stopped', 'failed')),
  console_work_answer jsonb,
  console_work_seen timestamptz,
  constraint console_work_key_once unique (console_work_staff, console_work_key),
  constraint console_work_ended_check check ((console_work_ended is null) = (console_work_outcome is null))
);
comment on table console_work is 'Work of the console that takes longer than a page may, and its result until it is seen';
comment on column console_work.console_work_id is 'Number';
comment on column console_work.console_work_staff is 'Staff member';
comment on column console_work.console_work_kind is 'Kind';
comment on column console_work.console_work_about is 'About';
comment on column console_work.console_work_key is 'Key of a press: a second press has the same key and begins nothing';
comment on column console_work.console_work_pid is 'Number of the connection that does it';
comment on column console_work.console_work_connected is 'When that connection was opened';
comment on column console_work.console_work_begun is 'Begun';
comment on column console_work.console_work_count is 'Done so far';
comment on column console_work.console_work_all is 'To be done in all, where that is known';
comment on column console_work.console_work_stop is 'When it was told to stop';
comment on column console_work.console_work_ended is 'Ended';
comment on column console_work.console_work_outcome is 'Outcome';
comment on column console_work.console_work_answer is 'The page that tells the result, for a day after it was seen';
comment on column console_work.console_work_seen is 'When its result was seen';
