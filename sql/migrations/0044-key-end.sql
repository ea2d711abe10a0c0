-- When nothing can be encrypted to somebody's key any more, which is said weeks before it happens.

alter table staff add column staff_pgp_expires timestamptz,
  add constraint staff_pgp_expires_check check (staff_pgp_expires is null or staff_pgp_key is not null);
comment on column staff.staff_pgp_expires is 'When their OpenPGP key ends; empty: never';
