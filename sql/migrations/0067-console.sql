-- Who is logged in to the console, and the certificates by which browsers name a colleague. A session is known by the digest of its
-- cookie, a link by that of its word, a certificate by that of its bytes: nothing that opens anything can be read here.
create table console_session (
  console_session_id bigint generated always as identity primary key,
  console_session_staff bigint not null references staff,
  console_session_kind text not null
    constraint console_session_console_session_kind_check check (console_session_kind in ('link', 'session')),
  console_session_digest bytea not null constraint console_session_console_session_digest_key unique
    constraint console_session_console_session_digest_check check (octet_length(console_session_digest) = 32),
  console_session_certificate text,
  console_session_agent text constraint console_session_console_session_agent_check check (length(console_session_agent) <= 200),
  console_session_begun timestamptz not null default clock_timestamp(),
  console_session_seen timestamptz,
  console_session_until timestamptz not null,
  console_session_ended timestamptz
);
comment on table console_session is 'Sessions of the office console, and links that open one';
comment on column console_session.console_session_id is 'Number';
comment on column console_session.console_session_staff is 'Staff member';
comment on column console_session.console_session_kind is 'A link that opens a session once, or a session';
comment on column console_session.console_session_digest is 'SHA-256 of the word in the link, or in the cookie';
comment on column console_session.console_session_certificate is 'SHA-256 of the certificate that the session is bound to, in hex';
comment on column console_session.console_session_agent is 'Browser, as it calls itself';
comment on column console_session.console_session_begun is 'Begun';
comment on column console_session.console_session_seen is 'Last request, to the minute';
comment on column console_session.console_session_until is 'Ends at the latest';
comment on column console_session.console_session_ended is 'Ended, or the link used';
create index console_session_staff_index on console_session (console_session_staff);

create table staff_certificate (
  staff_certificate_id bigint generated always as identity primary key,
  staff_certificate_staff bigint not null references staff,
  staff_certificate_fingerprint text not null constraint staff_certificate_staff_certificate_fingerprint_key unique
    constraint staff_certificate_staff_certificate_fingerprint_check check (staff_certificate_fingerprint ~ '^[0-9a-f]{64}$'),
  staff_certificate_made timestamptz not null default clock_timestamp(),
  staff_certificate_until timestamptz not null,
  staff_certificate_revoked timestamptz
);
comment on table staff_certificate is 'Certificates by which a browser names a staff member to the console';
comment on column staff_certificate.staff_certificate_id is 'Number';
comment on column staff_certificate.staff_certificate_staff is 'Staff member';
comment on column staff_certificate.staff_certificate_fingerprint is 'SHA-256 of the certificate, in hex';
comment on column staff_certificate.staff_certificate_made is 'Made';
comment on column staff_certificate.staff_certificate_until is 'Good until';
comment on column staff_certificate.staff_certificate_revoked is 'Revoked';
create index staff_certificate_staff_index on staff_certificate (staff_certificate_staff);
