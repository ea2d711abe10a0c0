-- Consent: append-only yes and no, of a person or by a keyed mark of an address. The newest counts; in doubt, no (docs/consent.md).

create or replace function token_address(p_token text) returns jsonb
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_import');
  return (
    select jsonb_build_object('purpose', token_purpose, 'mark', token_mark, 'mailto', coalesce(token_mailto, packet_mailto),
      'kind', packet_kind, 'packet', packet_hid, 'packet_id', packet_id, 'language', coalesce(packet_language, 'en'),
      'live', case when token_purpose in ('reply', 'address') then packet_status = 'open' and token_expires > clock_timestamp()
        when token_purpose = 'bounce' then packet_status = 'open' and packet_expires > clock_timestamp() else true end)
    from token left join packet on packet_id = token_packet where token_hid = p_token);
end $$;
comment on function token_address(text) is $$The address for which a token was made: {purpose, mark, mailto, kind, packet, language, live}; null for an unknown one
@query tokens/address @call tokenAddress @column address @shape TokenAddress$$;

create or replace function note_unsubscribe(p_item bigint, p_token text, p_mark text, p_mailto text, p_basis text, p_received timestamptz,
  p_purposes text[] default '{all}') returns jsonb
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  mark text;
  mailto text;
  people bigint[];
  record_id bigint;
  by_person boolean;
  named text[];
  was_out boolean;
  is_out boolean;
  was_told boolean;
  lang text;
begin
  perform must_be_login('satchel_import');
  -- a token speaks for its person and for the address that it was made for, and for no other: what was typed beside it says nothing then
  select array_agg(t.id), min(coalesce(t.mark, p_mark)), min(t.mailto) into people, mark, mailto from token_people(p_token) t
  where t.mark is not null or normal_mail(t.mailto) = normal_mail(p_mailto);
  record_id := people[1];
  by_person := record_id is not null;
  if mark is null then
    -- no token, or none that can say it: anybody may say no for any address, and for that address alone
    if p_mark is null then
      return '{"problem": "token/not-known"}';
    end if;
    by_person := false;
    mark := p_mark;
    mailto := p_mailto;
    select contact_point_entity into record_id from contact_point join lookup on lookup_id = contact_point_kind
    where lookup_value = 'email' and contact_point_normal = normal_mail(p_mailto) order by contact_point_id limit 1;
  end if;
  -- two channels at once: one of them writes the confirmation
  perform lock_latch('consent');
  named := named_purposes(p_purposes);
  -- anybody can type any address: whoever has it gets one letter about it a day, however many kinds are named one by one
  was_told := not by_person and exists (select from consent where consent_mark = mark and not consent_given
    and consent_received > p_received - interval '1 day');
  was_out := is_closed(mark, case when by_person then record_id end, named);
  insert into consent (consent_entity, consent_person, consent_mark, consent_purpose, consent_given, consent_basis, consent_item,
    consent_received)
  select id, by_person, mark, said, false, p_basis, p_item, p_received
  from unnest(case when by_person then people else array[record_id] end) id, unnest(named) said;
  is_out := is_closed(mark, case when by_person then record_id end, named);
  lang := coalesce((select person_language from person where person_id = record_id), 'en');
  return jsonb_build_object('case', case when was_out then 'repeat' else 'new' end,
    -- nobody is written to whose address is not on file: anybody can type any address. And nobody is told "no more letters"
    -- where a yes that was given later still stands.
    'mailto', case when record_id is not null and is_out and not was_told then mailto end,
    'language', lang,
    'purposes', purpose_words(named, lang));
end $$;
comment on function note_unsubscribe(bigint, text, text, text, text, timestamptz, text[]) is $$Records a no: item, token or mark with address, basis, receipt, purposes (all: to everything). {case: new | repeat, mailto: the address for the confirmation, language, purposes: their words, null for all} or {problem}
@query consents/unsubscribe @call noteUnsubscribe @param token null @param mark null @param mailto null @column noted checked
@shape Refusal | { case: 'new' | 'repeat', mailto: string | null, language: string, purposes: string[] | null }$$;

create or replace function note_yes(p_item bigint, p_token text, p_mark text, p_sender text, p_basis text, p_received timestamptz,
  p_question text default null, p_days integer default 14) returns jsonb
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  whose record;
  ticket token;
  evidence text;
  asked boolean := false;
begin
  perform must_be_login('satchel_import');
  -- one record alone: in doubt whose yes it is, the others' no stands
  select id, coalesce(mark, p_mark) as mark, mailto into whose from token_people(p_token) limit 1;
  if whose.id is null then
    return '{"problem": "token/not-known"}';
  end if;
  select * into ticket from token where token_hid = p_token;
  if ticket.token_purpose = 'yes' then
    -- the answer to our question, from the mailbox on file; once, so that an old one does not end a newer no
    update token set token_uses = 1
    where token_id = ticket.token_id and token_uses = 0 and token_expires > least(p_received, clock_timestamp());
    if not found then
      return '{"evidence": null}';
    end if;
    evidence := 'strong';
  else
    evidence := case when normal_mail(p_sender) = normal_mail(whose.mailto) then 'strong' else 'weak' end;
  end if;
  insert into consent (consent_entity, consent_person, consent_mark, consent_given, consent_evidence,
    consent_basis, consent_item, consent_received)
  values (whose.id, true, whose.mark, true, evidence, p_basis, p_item, p_received);
  if evidence = 'weak' and p_question is not null and not may_send(whose.id, whose.mark, 'all') then
    -- one question at a time
    delete from token where token_purpose = 'yes' and token_entity = whose.id and token_mark = whose.mark and token_uses = 0
      and token_expires < clock_timestamp();
    insert into token (token_hid, token_purpose, token_mailto, token_mark, token_entity, token_expires, token_limit)
    values (p_question, 'yes', whose.mailto, whose.mark, whose.id, clock_timestamp() + make_interval(days => p_days), 1)
    on conflict (token_entity, token_mark) where token_purpose = 'yes' and token_uses = 0 do nothing;
    asked := found;
  end if;
  return jsonb_build_object('evidence', evidence, 'ask', case when asked then whose.mailto end,
    'language', coalesce((select person_language from person where person_id = entity_survivor(whose.id)), 'en'));
end $$;
comment on function note_yes(bigint, text, text, text, text, timestamptz, text, integer) is $$Records a person's own yes: item, token of a letter of theirs, mark of its address, sender for whom our mail server vouches, basis, receipt, token of the confirmation. {evidence, ask: the address to ask for a confirmation, language} or {problem}
@query consents/yes @call noteYes @param mark null Of the letter's address
@param sender null The sender for whom our mail server vouches @param question Hash of the token of the confirmation
@param days Validity of that token @column noted checked
@shape Refusal | { evidence: 'weak' | 'strong' | null, ask: string | null = null, language: string = 'en' }$$;

create or replace function note_consent(p_mark text, p_given boolean, p_basis text, p_mailto text default null, p_person text default null,
  p_purpose text default 'all') returns jsonb
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  people bigint[] := people_at(p_mailto);
  record_id bigint;
begin
  if not is_office() then
    raise exception 'consent is noted by the office' using errcode = '42501';
  end if;
  if p_purpose <> 'all' and not exists (select from purposes() where purpose = p_purpose) then
    return '{"problem": "consent/purpose"}';
  end if;
  if p_person is not null then
    select person_id into record_id from person where person_id = entity_survivor(find_entity(p_person));
    if record_id is null then
      return '{"problem": "entity/not-known"}';
    end if;
  elsif p_given and cardinality(people) = 1 then
    record_id := people[1];
  end if;
  insert into consent (consent_entity, consent_person, consent_mark, consent_given, consent_evidence, consent_basis, consent_received,
    consent_purpose)
  values (record_id, record_id is not null, p_mark, p_given, case when p_given then 'strong' end, p_basis, clock_timestamp(), p_purpose);
  return jsonb_build_object('person', record_id, 'out', (
    select count(*) from unnest(people) id where person_no(id, p_purpose) is not null));
end $$;
comment on function note_consent(text, boolean, text, text, text, text) is $$Records an answer that the office enters: mark of the address, yes or no, its reason, the address, the person, the purpose. {person, out: the number of people at the address who said no for themselves}
@query consents/note @call noteConsent @param person null Human id or uuid @column noted checked
@shape Refusal | { person: number | null, out: number }$$;

create or replace function consent_history(p_mark text, p_mailto text default null)
returns table (received timestamptz, given boolean, purpose text, basis text, noted_by name, person text, evidence text)
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  if not is_office() then
    raise exception 'consent is for the office' using errcode = '42501';
  end if;
  return query select consent_received, consent_given, consent_purpose, consent_basis, consent_creator,
      case when consent_person then record_hid(consent_entity) end, consent_evidence
    from consent where consent_mark = p_mark or consent_person and consent_entity in (
      select f.id from unnest(people_at(p_mailto)) person_id, record_family(person_id) f)
    order by consent_received desc, consent_id desc;
end $$;
comment on function consent_history(text, text) is $$The answers for the address with this mark, and of people who have the address, newest first
@query consents/history @call consentHistory @column received checked @column given checked @column purpose checked @column basis checked
@column noted_by checked$$;

create or replace function consent_in_force(p_mark text, p_mailto text default null) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp
as $$
declare
  people bigint[] := people_at(p_mailto);
begin
  if not is_office() then
    raise exception 'consent is for the office' using errcode = '42501';
  end if;
  return may_write(p_mark, 'all')
    and (cardinality(people) = 0 or exists (select from unnest(people) id where may_send(id, p_mark, 'all')));
end $$;
comment on function consent_in_force(text, text) is $$Whether anybody at the address with this mark may get letters that they did not ask for; for the office
@query consents/in-force @call consentInForce @column stands$$;

create or replace function no_letters(p_entity bigint) returns date
language sql stable security definer set search_path = public, pg_temp
as $$ select case when record_seen(p_entity) then person_no(p_entity, 'all')::date end $$;
comment on function no_letters(bigint) is
  'Since when a person whom the caller sees wants no letters unasked; null where nothing speaks against them';

create or replace function set_purpose(p_name text, p_labels jsonb) returns boolean
language plpgsql security invoker set search_path = public, pg_temp
as $$
begin
  if not is_office() then
    raise exception 'purposes are set by the office' using errcode = '42501';
  end if;
  update lookup set lookup_name = coalesce(p_labels ->> 'en', lookup_name), lookup_labels = lookup_labels || (p_labels - 'en'),
    lookup_active = true
  where lookup_hid = 'consent-purpose/' || p_name;
  if found then
    return true;
  elsif not p_labels ? 'en' then
    return false;
  end if;
  insert into lookup (lookup_hid, lookup_domain, lookup_value, lookup_name, lookup_labels, lookup_sort)
  select 'consent-purpose/' || p_name, 'consent-purpose', p_name, p_labels ->> 'en', p_labels - 'en',
    coalesce(max(lookup_sort), 0) + 1 from lookup where lookup_domain = 'consent-purpose';
  return true;
end $$;
comment on function set_purpose(text, jsonb) is $$Adds a purpose that people are asked about in their own form, or changes its words: name, words by language. False where a new one has no English words
@query consents/set-purpose @call setPurpose @param labels @shape Record<string, string> @column set checked$$;

create or replace function end_purpose(p_name text) returns boolean
language plpgsql security invoker set search_path = public, pg_temp
as $$
begin
  if not is_office() then
    raise exception 'purposes are set by the office' using errcode = '42501';
  end if;
  update lookup set lookup_active = false where lookup_hid = 'consent-purpose/' || p_name;
  return found;
end $$;
comment on function end_purpose(text) is $$Asks nobody about a purpose any more; what was said stays. False where there is none
@query consents/end-purpose @call endPurpose @column ended checked$$;

create or replace function purposes() returns table (purpose text, words text, languages text, labels jsonb)
language sql stable security invoker set search_path = public, pg_temp
as $$
  select lookup_value, lookup_name, concat_ws(' ', 'en', (
    select string_agg(key, ' ' order by key) from jsonb_object_keys(lookup_labels) key)),
    lookup_labels || jsonb_build_object('en', lookup_name)
  from lookup where lookup_domain = 'consent-purpose' and lookup_active order by lookup_sort, lookup_id
$$;
comment on function purposes() is $$The purposes that people are asked about in their own form: word, English words, languages, words by language
@query consents/purposes @call purposes @column purpose checked @column words checked @column languages checked
@column labels checked @shape Record<string, string>$$;

create or replace function offered_purposes() returns table (purpose text, labels jsonb)
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_import');
  return query select p.purpose, p.labels from purposes() p where p.purpose <> 'all';
end $$;
comment on function offered_purposes() is $$The purposes that an intake offers to stop one by one: word, words by language
@query consents/offered @call offeredPurposes @column purpose checked @column labels checked @shape Record<string, string>$$;

create or replace function note_noes(p_said jsonb, p_basis text, p_purpose text) returns table (line integer, outcome text)
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  said record;
  record_id bigint;
begin
  if not is_office() then
    raise exception 'consent is noted by the office' using errcode = '42501';
  end if;
  if p_purpose <> 'all' and not exists (select from purposes() where purpose = p_purpose) then
    return query select null::integer, 'purpose';
    return;
  end if;
  -- one after the other: an address that comes twice is noted once
  for said in select s.* from jsonb_to_recordset(p_said) s (line integer, mark text, mailto text, person text) order by s.line loop
    line := said.line;
    record_id := case when said.person is not null then (
      select person_id from person where person_id = entity_survivor(find_entity(said.person))) end;
    outcome := case when said.person is not null and record_id is null then 'not-known'
      when record_id is not null and person_no(record_id, p_purpose) is not null then 'already'
      when record_id is null and not may_write(said.mark, p_purpose) then 'already' else 'noted' end;
    if outcome = 'noted' then
      perform note_consent(said.mark, false, p_basis, said.mailto, said.person, p_purpose);
    end if;
    return next;
  end loop;
end $$;
comment on function note_noes(jsonb, text, text) is $$Records a no for each of a list that has none yet: line with mark and address, or person. Per line noted, already, not-known; purpose where that is on no list
@query consents/note-noes @call noteNoes @param said line, mark, mailto, person
@shape { line: number, mark?: string, mailto?: string, person?: string }[] @column outcome @shape 'noted' | 'already' | 'not-known' | 'purpose'$$;
