-- All that is kept of a person, by letter: to an address of theirs that was shown to be theirs, and is nobody else's.

create or replace function my_data_address(p_entity bigint, p_mailto text) returns jsonb
language plpgsql stable security definer set search_path = public, pg_temp
as $$
declare
  best record;
begin
  if not is_office() then
    raise exception 'the whole of a record is put together by the office' using errcode = '42501';
  end if;
  select contact_point_value as mailto, coalesce(person_language, 'en') as language,
    contact_point_verified is not null and contact_point_bounced is null as proven,
    -- somebody whose record was removed reads their mail all the same; a double that was merged into this record is nobody else
    exists (select from contact_point o
      where o.contact_point_normal = c.contact_point_normal and entity_survivor(o.contact_point_entity) <> p_entity)
    -- a colleague who was once written down with a record could answer its form, and so prove the address
    or exists (select from staff where normal_mail(staff_email) = c.contact_point_normal and staff_person is distinct from p_entity) as shared
  into best
  from contact_point c join person on person_id = contact_point_entity join entity on entity_id = person_id
  where contact_point_entity = p_entity and entity_deleted is null and contact_point_kind = lookup_find('contact-kind', 'email')
    and (p_mailto is null or contact_point_normal = normal_mail(p_mailto))
  order by proven desc, shared, contact_point_primary desc, contact_point_id limit 1;
  return case
    when best.mailto is null then '{"problem": "entity/no-address"}'
    when not best.proven then '{"problem": "my-data/not-proven"}'
    when best.shared then '{"problem": "my-data/shared"}'
    else jsonb_build_object('mailto', best.mailto, 'language', best.language) end;
end $$;
comment on function my_data_address(bigint, text) is 'Where a person''s data may go, {mailto, language}: the best of their addresses, or this one; or {problem}';

create or replace function queue_my_data(p_entity bigint, p_mailto text, p_letter text, p_digest text, p_bytes bytea) returns text
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
begin
  -- judged again: whoever calls this may have asked about somebody else
  if my_data_address(p_entity, p_mailto) ->> 'mailto' is distinct from p_mailto then
    raise exception 'this address does not get this person''s data' using errcode = '42501';
  end if;
  -- by its id a letter is found that is theirs, whatever becomes of the address: for the history, the limit and the erasure
  if p_letter not like 'my-data-' || p_entity || '-%' then
    raise exception 'this is no id of a letter with this person''s data' using errcode = '42501';
  end if;
  perform take_latch('my-data');
  if exists (select from letter where letter_hid = p_letter) then
    return 'same';
  elsif (select count(*) from letter where letter_hid like 'my-data-%' and lower(letter_to) in (lower(p_mailto), normal_mail(p_mailto))
    and letter_queued > clock_timestamp() - interval '1 day') >= 3 then
    return 'enough';
  end if;
  insert into letter (letter_hid, letter_kind, letter_to, letter_digest, letter_bytes, letter_queued)
  values (p_letter, 'notice', p_mailto, p_digest, p_bytes, clock_timestamp());
  return 'queued';
end $$;
comment on function queue_my_data(bigint, text, text, text, bytea) is
  'Queues the letter with a person''s data, id my-data-RECORD-…: queued; same (there is a letter of that id); enough (three in a day)';
