-- Purposes: what a person may say yes or no to in their own form. The view own_consent has one row for each person and purpose, so that
-- forms and the merge take an answer as they take any row. What is written there becomes a row of consent, of which the newest counts.

create or replace function person_answer(p_entity bigint, p_purpose text) returns boolean
language sql stable security definer set search_path = public, pg_temp
as $$
  select case when person_no(p_entity, p_purpose) is not null then false
    -- of this purpose: a yes to letters in general answers no other question
    when exists (select from consent where consent_entity in (select id from record_family(p_entity)) and consent_person
      and consent_purpose = p_purpose and consent_evidence = 'strong') then true end
$$;
comment on function person_answer(bigint, text) is
  'What a person said to a purpose, as far as it still counts; null where no answer is on file';

create or replace function note_own_answer(p_reply bigint, p_entity bigint, p_purpose bigint, p_given boolean) returns void
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  author reply;
  sent packet;
begin
  select * into author from reply where reply_id = p_reply;
  select * into sent from packet where packet_id = author.reply_packet;
  perform lock_latch('consent');
  insert into consent (consent_entity, consent_person, consent_mark, consent_purpose, consent_given, consent_evidence, consent_basis,
    consent_item, consent_received)
  select p_entity, true,
    -- a yes opens the address that it was given from, as any yes does; a no is this person's own
    case when p_given then (select token_mark from token where token_purpose = 'unsubscribe' and token_entity = sent.packet_entity
      and normal_mail(token_mailto) = normal_mail(sent.packet_mailto) order by token_id desc limit 1) end,
    lookup_value, p_given,
    -- what was let in without evidence of its own, a person of the office let in
    case when p_given then case when author.reply_evidence = 'strong' or session_user <> 'satchel_import' then 'strong' else 'weak' end end,
    'own form ' || sent.packet_hid, author.reply_item, author.reply_received
  from lookup where lookup_id = p_purpose and lookup_domain = 'consent-purpose';
end $$;
comment on function note_own_answer(bigint, bigint, bigint, boolean) is 'Writes an answer of a person''s own form down, as of its receipt';

create or replace function own_consent_write() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  author bigint := (select acting_reply from acting where acting_work = (select current_work())
    and acting_entity = old.own_consent_entity);
begin
  if author is null then
    raise exception 'an answer comes by the form of the person' using errcode = '42501';
  elsif new.own_consent_given is null then
    raise exception 'an answer is yes or no' using errcode = '23514';
  end if;
  perform note_own_answer(author, old.own_consent_entity, old.own_consent_id, new.own_consent_given);
  return new;
end $$;

create or replace function count_noes(p_reply bigint) returns void
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  said record;
begin
  -- a no always counts: late, weak, or against what somebody else wrote in between
  for said in
    select change_id, entity_survivor(change_entity) as entity, substr(split_part(change_slot, '/', 3), 2)::bigint as purpose
    from change, jsonb_each_text(change_new) field (name, value)
    where change_reply = p_reply and change_table = 'own_consent' and jsonb_typeof(change_new) = 'object' and value = 'false'
      and change_slot ~ '/o[0-9]+$' and change_doubt is null
      and (change_outcome = 'held' or change_outcome = 'refused' and change_reason = 'revoked')
      and exists (select from form_field join packet on packet_form = form_field_form where packet_id = change_packet
        and form_field_place = 'row' and form_field_name = field.name and form_field_column = 'own_consent_given')
      -- what the form showed and came back as it was is no answer
      and change_new is distinct from change_believed
  loop
    perform note_own_answer(p_reply, said.entity, said.purpose, false);
    update change set change_outcome = 'applied', change_reason = null where change_id = said.change_id;
  end loop;
end $$;
comment on function count_noes(bigint) is 'Lets every no of a reply in that would wait or be refused';

create or replace function named_purposes(p_said text[]) returns text[]
language sql stable security definer set search_path = public, pg_temp
as $$
  -- a purpose of no list may be one of a page that is older than the list: fewer letters are the safe side
  select case when 'all' = any (coalesce(array_agg(lookup_value), '{all}')) then '{all}'::text[]
    else array_agg(lookup_value order by lookup_sort, lookup_id) end
  from lookup where lookup_domain = 'consent-purpose' and lookup_value = any (p_said)
$$;
comment on function named_purposes(text[]) is 'The purposes that somebody says no to, in the order of their list; all alone for everything';

create or replace function purpose_words(p_named text[], p_language text) returns jsonb
language sql stable security definer set search_path = public, pg_temp
as $$
  select case when p_named <> '{all}' then (
    select jsonb_agg(coalesce(lookup_labels ->> p_language, lookup_name) order by lookup_sort, lookup_id)
    from lookup where lookup_domain = 'consent-purpose' and lookup_value = any (p_named)) end
$$;
comment on function purpose_words(text[], text) is 'What purposes are called in a language; null for everything';
