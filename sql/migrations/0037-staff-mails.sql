-- o'brien@example.com is an address, of a colleague as well.

alter table staff drop constraint staff_staff_email_check,
  add constraint staff_staff_email_check check (staff_email ~ '^[^\s@<>",;:()\[\]\\]+@[^\s@<>"'',;:()\[\]\\]+$');
