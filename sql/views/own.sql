-- The questions of a person's own form with the answers on file: read with the rights of its reader, who sees their own record alone.

create view own_consent with (security_invoker = true) as
select lookup_id as own_consent_id, person_id as own_consent_entity,
  coalesce(lookup_labels ->> coalesce(person_language, 'en'), lookup_name) as own_consent_purpose,
  person_answer(person_id, lookup_value) as own_consent_given
from person, lookup
where lookup_domain = 'consent-purpose' and lookup_active;
comment on view own_consent is 'Purposes that a person is asked about in their own form, with the answer that counts';
