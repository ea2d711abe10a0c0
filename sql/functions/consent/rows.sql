-- Answers are kept as they were given: rows of consent are only ever added.

create or replace function consent_keep() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  if tg_op <> 'INSERT' then
    -- the one change that is let through: the record it pointed to was removed, the mark stays
    if tg_op = 'UPDATE' and new.consent_entity is null and old.consent_entity is not null
      and to_jsonb(new) - 'consent_entity' = to_jsonb(old) - 'consent_entity' then
      return new;
    end if;
    raise exception 'consent is append-only: add the newer answer as a row' using errcode = '42501';
  end if;
  new.consent_creator := acting_role();
  -- an answer from the future would outweigh every later one
  new.consent_received := least(coalesce(new.consent_received, clock_timestamp()), clock_timestamp());
  new.consent_purpose := coalesce(new.consent_purpose, 'all');
  -- at a keyboard the office vouches for the yes that it enters
  new.consent_evidence := case when new.consent_given
    then coalesce(new.consent_evidence, case when session_user = 'satchel_import' then 'weak' else 'strong' end) end;
  return new;
end $$;
