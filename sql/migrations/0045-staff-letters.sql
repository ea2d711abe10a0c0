-- What travels with the letters to a member of staff, as they need it.

alter table staff
  add column staff_packet_file boolean not null default false,
  add column staff_answer_links boolean;
comment on column staff.staff_packet_file is 'Whether the packet file, for programs, is attached to their letters';
comment on column staff.staff_answer_links is 'Whether their letters have links that answer by mail in the clear; empty: plain letters alone';
