-- By which rule telephone numbers have their normal form, so that a program with another one, or another calling code, works them out
-- anew (renew_phones); and where two rows of a record became one by that, in which work, so that they can be listed.
alter table instance
  add instance_phones text,
  add instance_joined bigint[] not null default '{}';
comment on column instance.instance_phones is 'The rule by which telephone numbers have their normal form';
comment on column instance.instance_joined is 'Works of the audit in which two spellings of a number became one row';
