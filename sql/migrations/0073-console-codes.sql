-- Codes of a telephone (RFC 6238), which a staff member may ask for whenever the console is opened in their name. The secret is read by the
-- login of the console alone, by a function; recovery codes are kept as digests.
create table staff_code (
  staff_code_id bigint primary key references staff,
  staff_code_secret text not null,
  staff_code_made timestamptz not null default clock_timestamp(),
  staff_code_confirmed timestamptz,
  staff_code_step bigint not null default 0,
  staff_code_recovery text not null default ''
);
comment on table staff_code is 'Secrets for codes of the telephone, which open the office console';
comment on column staff_code.staff_code_id is 'Staff member';
comment on column staff_code.staff_code_secret is 'Secret, in base 32';
comment on column staff_code.staff_code_made is 'Made';
comment on column staff_code.staff_code_confirmed is 'In use since a first code';
comment on column staff_code.staff_code_step is 'Half minute of the last code: none before it opens anything any more';
comment on column staff_code.staff_code_recovery is 'SHA-256 of each recovery code that was not used yet, in hex with spaces between them';
alter table console_session add column console_session_awaits boolean not null default false;
comment on column console_session.console_session_awaits is 'Opens nothing before a code';
