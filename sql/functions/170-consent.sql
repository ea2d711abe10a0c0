-- Consent: append-only yes and no, by a keyed mark of the address. The newest counts; in doubt, no.

create or replace function may_write(p_mark text, p_purpose text) returns boolean
language sql stable security definer set search_path = public, pg_temp
as $$
  -- a no within ten minutes of the last yes wins: clocks and doors differ by that much
  select not exists (
    select from consent
    where consent_mark = p_mark and consent_purpose in ('all', p_purpose) and not consent_given
      and consent_received >= coalesce((
        select max(consent_received) - interval '10 minutes' from consent
        where consent_mark = p_mark and consent_purpose in ('all', p_purpose) and consent_given), '-infinity'))
$$;
comment on function may_write(text, text) is 'The gate: whether the address with this mark may be written to unasked';

create or replace function token_address(p_token text) returns jsonb
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_import');
  return (
    select jsonb_build_object('purpose', token_purpose, 'mark', token_mark, 'mailto', coalesce(token_mailto, packet_mailto),
      'kind', packet_kind, 'packet', packet_hid, 'packet_id', packet_id, 'language', coalesce(packet_language, 'en'),
      'live', token_purpose <> 'reply' or packet_status = 'open' and token_expires > clock_timestamp())
    from token left join packet on packet_id = token_packet where token_hid = p_token);
end $$;
comment on function token_address(text) is 'Whom a token was made for: {purpose, mark, mailto, kind, packet, language, live}; null for one that is not known';

create or replace function note_unsubscribe(p_item bigint, p_token text, p_mark text, p_mailto text, p_basis text, p_received timestamptz) returns jsonb
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  mark text;
  mailto text;
  record_id bigint;
  was_out boolean;
begin
  perform must_be_login('satchel_import');
  -- a token speaks for the address that it was made for, and for no other: what was typed beside it says nothing then
  if p_token is not null then
    select token_mark, token_mailto, token_entity into mark, mailto, record_id
    from token where token_hid = p_token and token_purpose = 'unsubscribe';
    if mark is null then
      select p_mark, packet_mailto, packet_entity into mark, mailto, record_id
      from token join packet on packet_id = token_packet
      where token_hid = p_token and token_purpose in ('reply', 'form') and packet_kind = 'self-update' and lower(packet_mailto) = lower(p_mailto);
    end if;
  end if;
  if mark is null then
    -- no token, or none that can say it: anybody may say no for any address
    if p_mark is null then
      return '{"problem": "token/not-known"}';
    end if;
    mark := p_mark;
    mailto := p_mailto;
    select contact_point_entity into record_id from contact_point join lookup on lookup_id = contact_point_kind
    where lookup_value = 'email' and contact_point_normal = lower(p_mailto) order by contact_point_id limit 1;
  end if;
  -- two doors at once: one of them writes the confirmation
  perform pg_advisory_xact_lock(hashtext('consent'), hashtext(mark));
  was_out := not may_write(mark, 'all');
  insert into consent (consent_entity, consent_mark, consent_given, consent_basis, consent_item, consent_received)
  values (record_id, mark, false, p_basis, p_item, p_received);
  return jsonb_build_object('case', case when was_out then 'repeat' else 'new' end,
    -- nobody is written to whose address is not on file: anybody can type any address. And nobody is told "no more letters"
    -- where a yes that was given later still stands.
    'mailto', case when record_id is not null and not may_write(mark, 'all') then mailto end,
    'language', coalesce((select person_language from person where person_id = record_id), 'en'));
end $$;
comment on function note_unsubscribe(bigint, text, text, text, text, timestamptz) is
  'Writes a no down: item, token or mark with address, basis, receipt. {case: new | repeat, mailto: whom to confirm it to} or {problem}';

create or replace function note_consent(p_mark text, p_given boolean, p_basis text) returns void
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  if not is_office() then
    raise exception 'consent is noted by the office' using errcode = '42501';
  end if;
  insert into consent (consent_mark, consent_given, consent_basis, consent_received)
  values (p_mark, p_given, p_basis, clock_timestamp());
end $$;
comment on function note_consent(text, boolean, text) is 'The office''s own entry: mark of the address, yes or no, what it rests on';

create or replace function consent_history(p_mark text)
returns table (received timestamptz, given boolean, purpose text, basis text, noted_by name)
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  if not is_office() then
    raise exception 'consent is for the office' using errcode = '42501';
  end if;
  return query select consent_received, consent_given, consent_purpose, consent_basis, consent_creator
    from consent where consent_mark = p_mark order by consent_received desc, consent_id desc;
end $$;
comment on function consent_history(text) is 'What was said for the address with this mark, newest first';

create or replace function consent_stands(p_mark text) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  if not is_office() then
    raise exception 'consent is for the office' using errcode = '42501';
  end if;
  return may_write(p_mark, 'all');
end $$;
comment on function consent_stands(text) is 'Whether the address with this mark may be written to unasked, for the office';
