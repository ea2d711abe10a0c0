-- Certificates of staff for the console: only their fingerprints are here.

create or replace function certificate_owner(p_fingerprint text) returns bigint
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
begin
  return (select staff_certificate_staff from staff_certificate join staff on staff_id = staff_certificate_staff
    where staff_certificate_fingerprint = p_fingerprint and staff_certificate_revoked is null and staff_certificate_until > now()
      and staff_active);
end $$;
comment on function certificate_owner(text) is
  'Whom a certificate names now; null where it is not known, over or revoked, or they no longer work here';
