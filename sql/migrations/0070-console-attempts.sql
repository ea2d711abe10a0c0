-- Attempts to get in that failed: they are counted here, and not in the memory of the console, so that a restart forgets none.
create table console_attempt (
  console_attempt_id bigint generated always as identity primary key,
  console_attempt_kind text not null
    constraint console_attempt_console_attempt_kind_check check (console_attempt_kind in ('link', 'code', 'sql')),
  console_attempt_staff bigint references staff,
  console_attempt_address text constraint console_attempt_console_attempt_address_check check (length(console_attempt_address) <= 45),
  console_attempt_count integer not null,
  console_attempt_last timestamptz not null,
  console_attempt_until timestamptz,
  constraint console_attempt_one_check check (num_nonnulls(console_attempt_staff, console_attempt_address) = 1),
  constraint console_attempt_key unique nulls not distinct (console_attempt_kind, console_attempt_staff, console_attempt_address)
);
comment on table console_attempt is 'Attempts to get into the office console that failed, of a staff member or from an address';
comment on column console_attempt.console_attempt_id is 'Number';
comment on column console_attempt.console_attempt_kind is 'A link, a code of the telephone, or the password for own SQL';
comment on column console_attempt.console_attempt_staff is 'Staff member';
comment on column console_attempt.console_attempt_address is 'Address in the network';
comment on column console_attempt.console_attempt_count is 'Failed one after the other';
comment on column console_attempt.console_attempt_last is 'Last one';
comment on column console_attempt.console_attempt_until is 'No other one is tried before';
create index console_attempt_staff_index on console_attempt (console_attempt_staff);
