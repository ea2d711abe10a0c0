-- That a colleague's login got a password, and when, so that the audit has it; the password itself is PostgreSQL's alone.
alter table staff add column staff_password_set timestamptz;
comment on column staff.staff_password_set is 'When their login last got a password';
