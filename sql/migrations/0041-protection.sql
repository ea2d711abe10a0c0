-- How the letters of each member of staff are protected. An upgrade decides for nobody: a member without a choice gets no new packet, and
-- packets that are out stay answerable.

alter table staff
  add column staff_protection text check (staff_protection in ('plain', 'pgp', 'passphrase')),
  add column staff_pgp_key text check (staff_pgp_key like '-----BEGIN PGP PUBLIC KEY BLOCK-----%'),
  add column staff_pgp_fingerprint text check (staff_pgp_fingerprint ~ '^([0-9A-F]{40}|[0-9A-F]{64})$'),
  add column staff_pgp_confirmed timestamptz,
  add column staff_phrase_made timestamptz,
  add constraint staff_pgp_check check ((staff_pgp_key is null) = (staff_pgp_fingerprint is null)
    and (staff_pgp_confirmed is null or staff_pgp_key is not null)),
  -- sealed to a key that nobody compared, a letter is sealed to anybody
  add constraint staff_protection_pgp_check check (staff_protection <> 'pgp' or staff_pgp_confirmed is not null),
  add constraint staff_protection_phrase_check check (staff_protection <> 'passphrase' or staff_phrase_made is not null);
comment on column staff.staff_protection is 'How their letters are protected; empty: not chosen, and no packet goes to them';
comment on column staff.staff_pgp_key is 'Their public OpenPGP key, armored';
comment on column staff.staff_pgp_confirmed is 'When the fingerprint of their key was compared';
comment on column staff.staff_phrase_made is 'When their phrase was last made';

-- beside the staff, whose rows every colleague reads
create table staff_phrase (
  staff_phrase_id bigint primary key references staff,
  staff_phrase_key bytea not null check (octet_length(staff_phrase_key) between 100 and 10000),
  staff_phrase_salt bytea not null check (octet_length(staff_phrase_salt) >= 16),
  staff_phrase_rounds integer not null check (staff_phrase_rounds >= 600000)
);
comment on table staff_phrase is 'What the locked pages of a member of staff are sealed with; never the phrase itself';
comment on column staff_phrase.staff_phrase_key is 'The key derived from the phrase, sealed to the core key';

alter table packet add column packet_protection text default 'plain' check (packet_protection in ('plain', 'pgp', 'passphrase')),
  -- an edit and a load leave by no letter
  add constraint packet_protection_chosen_check check (packet_protection is not null or packet_kind in ('edit', 'load'));
-- what is out is plain; from now on each packet says it
alter table packet alter column packet_protection drop default;
comment on column packet.packet_protection is 'How it left; letters about it are protected no less';

-- the address of a protected letter carries a token that tells whose letter it is, and lets nothing in
alter table token drop constraint token_token_purpose_check,
  add constraint token_token_purpose_check check (token_purpose in ('reply', 'bounce', 'unsubscribe', 'form', 'yes', 'address'));
