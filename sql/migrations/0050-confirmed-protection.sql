-- A restore brings back how letters were protected on an earlier day, and the phrases and keys of that day. None of it counts until somebody
-- says that it is still right: a phrase that was lost since opens nothing new, and nobody gets plain letters again by accident.

alter table staff add column staff_protection_restored text check (staff_protection_restored in ('plain', 'pgp', 'passphrase')),
  add constraint staff_protection_restored_check check (staff_protection is null or staff_protection_restored is null);
comment on column staff.staff_protection_restored is 'How their letters were protected in a backup; it waits until somebody confirms it';
