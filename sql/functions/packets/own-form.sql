-- A person's own form. Read and written under satchel_subject, which sees the one record that acting_subject() names.

create or replace function own_form_begin(p_entity text, p_mailto text, p_form text, p_mark text, p_asked boolean) returns jsonb
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  record_id bigint;
  result jsonb;
begin
  perform must_be_login('satchel_dispatch');
  record_id := entity_survivor(find_entity(p_entity));
  -- the gate: unasked letters only to those who did not say no
  if not p_asked and not may_send(record_id, p_mark, 'all') then
    return '{"problem": "consent/withdrawn"}';
  end if;
  -- the address on file, never one that somebody asks from: bounced ones last, the primary one first
  select jsonb_build_object('kind', 'self-update', 'staff', record_id, 'role', 'satchel_subject', 'mailto', mail.value,
    'language', coalesce(person_language, 'en'), 'name', entity_name, 'asked', p_asked, 'protection', 'plain')
  into result
  from entity
  join person on person_id = entity_id
  join best_emails(record_id) mail on true
  where entity_id = record_id and entity_deleted is null and not is_bounced
    and (p_mailto is null or normal = normal_mail(p_mailto))
    -- a request from an address that nobody vouched for gets nothing; the office may send there, and vouches by that
    and (not p_asked or is_verified)
  order by place limit 1;
  if record_id is null or not exists (select from person where person_id = record_id) then
    return '{"problem": "entity/not-known"}';
  elsif result is null then
    return '{"problem": "entity/no-address"}';
  end if;
  select result || jsonb_build_object('form', form_id, 'form_name', form_name, 'form_version', form_version, 'form_type', 'person')
  into result from form join entity_type on entity_type_id = form_type
  where form_name = p_form and form_active and entity_type_hid = 'person' order by form_version desc limit 1;
  if result is null then
    return '{"problem": "form/not-known"}';
  elsif has_related(array[(result ->> 'form')::bigint]) then
    -- it would show a person the record of another
    return '{"problem": "form/other-type"}';
  end if;
  delete from acting where acting_work = (select current_work());
  insert into acting (acting_work, acting_entity, acting_subject) values (current_work(), record_id, record_id);
  return result;
end $$;

create or replace function own_form_read(p_form bigint, p_entity bigint) returns jsonb
language sql stable security invoker set search_path = public, pg_temp set timezone = 'UTC'
as $$
  -- the name alone: what staff noted is not in a person's own form
  select jsonb_build_object('type', 'person', 'version', entity_version, 'uuid', entity_uuid,
    'slots', read_slots(p_form, p_entity), 'case', jsonb_build_object('name', entity_name))
  from entity where entity_id = p_entity
$$;

create or replace function own_form_end(p_begin jsonb, p_packet bigint, p_unsubscribe_token text, p_mark text) returns void
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_dispatch');
  insert into token (token_hid, token_purpose, token_mailto, token_mark, token_entity)
  values (p_unsubscribe_token, 'unsubscribe', p_begin ->> 'mailto', p_mark, (p_begin ->> 'staff')::bigint);
  -- permission for an unasked letter is checked once more when it is sent
  update packet set packet_gate = p_mark where packet_id = p_packet and not (p_begin ->> 'asked')::boolean;
  delete from acting where acting_work = (select current_work());
end $$;
