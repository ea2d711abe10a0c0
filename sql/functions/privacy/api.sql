-- A person is erased: rows, values in packets, replies, letters and the audit. What stays says nothing about them: an empty record that
-- replies are refused for, who did what when, and the keyed mark of an address that said no, so that nobody writes to it again.
-- And all that is kept of a person, by letter: to an address of theirs that was shown to be theirs, and is nobody else's.

create or replace function erase_addresses(p_entity bigint) returns text[]
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
declare
  ids bigint[];
begin
  if not is_office() then
    raise exception 'records are erased by the office' using errcode = '42501';
  end if;
  select array_agg(distinct id) into ids from record_family(p_entity);
  -- locked: no other address comes in between
  perform from entity where entity_id = any (ids) order by entity_id for update;
  return array(
    select contact_point_normal from contact_point where contact_point_entity = any (ids) and lookup_value(contact_point_kind) = 'email'
    -- addresses no longer on file that are known from the history and from letters
    union select value #>> '{}' from audit join audit_content on audit_content_id = audit_id,
      jsonb_array_elements(jsonb_build_array(audit_content_old -> 'contact_point_normal',
        audit_content_new -> 'contact_point_normal')) value
    where audit_table = 'contact_point' and audit_entity = any (ids) and value #>> '{}' like '%@%'
    union select normal_mail(packet_mailto) from packet where packet_kind = 'self-update'
      and packet_entity = any (ids) and packet_status <> 'erased'
    union select normal_mail(token_mailto) from token where token_entity = any (ids) and token_mailto is not null);
end $$;
comment on function erase_addresses(bigint) is $$Every known e-mail address of a person, also earlier ones: for the marks that erase_record needs
@query privacy/erase-addresses @call eraseAddresses @param entity Record @column addresses null Addresses$$;

create or replace function erase_record(p_entity bigint, p_marks jsonb default '{}') returns jsonb
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
declare
  ids bigint[] := erase_begin(p_entity);
  wanted text[] := erase_addresses(p_entity);
  packets bigint[];
  replies bigint[];
  items bigint[];
  -- that show them beside another record
  beside bigint[] := array(select distinct packet_record_packet from packet_record where packet_record_entity = any (ids));
  told text[];
  reached text[];
begin
  select coalesce(array_agg(distinct contact_point_normal), '{}') into reached
  from contact_point where contact_point_entity = any (ids) and lookup_value(contact_point_kind) = 'email'
    -- an address that somebody else has, too, is theirs
    and not exists (select from contact_point o where o.contact_point_normal = contact_point.contact_point_normal
      and o.contact_point_entity <> all (ids));
  select coalesce(array_agg(packet_id), '{}') into packets from packet where packet_entity = any (ids);
  select coalesce(array_agg(reply_id), '{}'), coalesce(array_agg(reply_item), '{}') into replies,
    items from reply where reply_packet = any (packets || beside);
  select items || coalesce(array_agg(inquiry_item), '{}') into items from inquiry
  where normal_mail(inquiry_email) = any (reached) or inquiry_packet = any (packets) or inquiry_entity = any (ids);
  -- wishes for a form and words about letters came under an address of theirs
  items := items || array(select form_request_item from form_request
      where form_request_mark in (select p_marks ->> each from unnest(reached) each) or normal_mail(form_request_mailto) = any (reached))
    || array(select consent_item from consent where consent_entity = any (ids) and consent_item is not null);
  select items || coalesce(array_agg(item_file_upload), '{}') into items from item_file where item_file_item = any (items);
  perform forget_items(items);

  told := erase_my_data_letters(ids);
  perform erase_answers(ids, packets, replies);
  -- pages that told what became of long work may name anybody
  update console_work set console_work_answer = null where console_work_answer is not null;
  perform erase_letters(packets || beside, replies, reached);
  perform erase_beside(ids);
  update token set token_mailto = null, token_entity = null
  where token_packet = any (packets) or token_entity = any (ids) or normal_mail(token_mailto) = any (reached);
  -- after the tokens are theirs no more, so that none comes in between
  perform keep_their_no(p_entity, wanted, p_marks);
  perform erase_packets(packets, reached);
  perform erase_inquiries(items);
  perform erase_references(ids);
  perform erase_rows(ids);
  -- last, with what was written down just now: who did what when stays, and the chain of seals holds without the contents
  delete from audit_content where audit_content_id in (select audit_id from audit where audit_entity = any (ids));

  return jsonb_build_object('records', cardinality(ids),
    'uuids', (select jsonb_agg(entity_uuid) from entity where entity_id = any (ids)),
    'packets', (select coalesce(jsonb_agg(packet_hid), '[]') from packet where packet_id = any (packets || beside))
      || to_jsonb(told),
    'items', (select coalesce(jsonb_agg(item_hid), '[]') from item where item_id = any (items)),
    'addresses', to_jsonb(reached));
end $$;
comment on function erase_record(bigint, jsonb) is $$Erases a person and all records merged into it; marks of their addresses {address: mark}. {records, uuids, packets (and letters with their data), items, addresses} whose files must be removed, too
@query privacy/erase @call eraseRecord @param entity Record @param marks Marks of their addresses @shape Record<string, string>
@column erased null Files to remove from the folders @shape Erased$$;

create or replace function erased_traces() returns jsonb
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  if not is_office() then
    raise exception 'records are erased by the office' using errcode = '42501';
  end if;
  return jsonb_build_object(
    'packets', (select coalesce(jsonb_agg(packet_hid), '[]') from packet where packet_status = 'erased')
      || (select coalesce(jsonb_agg(letter_hid), '[]') from letter where letter_hid like 'my-data-%' and letter_to = 'erased'),
    'items', (select coalesce(jsonb_agg(item_hid), '[]') from packet
      join reply on reply_packet = packet_id join item on item_id = reply_item
      where packet_status = 'erased')
      || (select coalesce(jsonb_agg(item_hid), '[]') from inquiry join item on item_id = inquiry_item where inquiry_message = 'erased'
        and (exists (select from packet where packet_id = inquiry_packet and packet_status = 'erased')
          or exists (select from entity where entity_id = inquiry_entity and entity_name = 'erased'))),
    'alive', (select coalesce(jsonb_agg(jsonb_build_object('uuid', entity_uuid, 'entity', entity_id)), '[]') from person
      join entity on entity_id = person_id));
end $$;
comment on function erased_traces() is $$Packets and items of erased people, whose files must not exist, and the existing people, to compare with the ledger
@query privacy/traces @call erasedTraces @column traces null Packets, items and people
@shape { packets: string[], items: string[], alive: { uuid: string, entity: number }[] }$$;

create or replace function my_data(p_entity bigint) returns jsonb
language plpgsql stable security definer set search_path = public, pg_temp set timezone = 'UTC'
as $$
declare
  ids bigint[] := with_merged(p_entity);
  result jsonb := '{}';
  t record;
  rows jsonb;
begin
  if not is_office() then
    raise exception 'the whole of a record is put together by the office' using errcode = '42501';
  end if;
  for t in select source, key from record_tables() where part <> 'end' order by part desc, source loop
    execute format('select jsonb_agg(readable_row(%L, to_jsonb(r) - ''attachment_data'') order by %I) from %I r where %I = any '
      '($1) and history_open(%L, %I)',
      t.source, t.source || '_id', t.source, t.key, t.source, t.source || '_id') into rows using ids;
    if rows is not null then
      result := result || jsonb_build_object(t.source, rows);
    end if;
  end loop;
  return jsonb_build_object('record',
    (select jsonb_build_object('name', entity_name, 'uuid', entity_uuid, 'since', entity_created) from entity where entity_id = p_entity),
    'data', result,
    'consents', (select coalesce(jsonb_agg(jsonb_build_object('given', consent_given, 'purpose', consent_purpose, 'how',
      consent_basis, 'when', consent_received)
      order by consent_received), '[]') from consent where consent_entity = any (ids)),
    'sent', (select coalesce(jsonb_agg(jsonb_build_object('kind', packet_kind, 'to', r.entity_name, 'when', packet_issued, 'until',
      packet_expires) order by packet_id), '[]')
      from packet join entity r on r.entity_id = packet_recipient where packet_entity = any (ids) and packet_kind <> 'load')
      || (select coalesce(jsonb_agg(jsonb_build_object('kind', 'my-data', 'to', letter_to, 'when', letter_queued) order by letter_id), '[]')
        from letter
        where letter_hid like 'my-data-%' and split_part(letter_hid, '-', 3) = any (ids::text[])),
    'answers', (select coalesce(jsonb_agg(jsonb_build_object('when', reply_received, 'what', slot_name(change_slot), 'value', change_new,
      'became', change_outcome) order by change_id), '[]')
      from change join reply on reply_id = change_reply where change_entity = any (ids)
        and (change_table is distinct from 'activity' or change_row is null or activity_open(change_row))),
    'questions', (select coalesce(jsonb_agg(jsonb_build_object('when', inquiry_received, 'from', inquiry_email, 'text', inquiry_message,
      'done', inquiry_note, 'answers', (select jsonb_agg(jsonb_build_object('when', inquiry_answer_written, 'text', inquiry_answer_text)
        order by inquiry_answer_number) from inquiry_answer where inquiry_answer_inquiry = inquiry_id)) order by inquiry_id), '[]')
      from inquiry where inquiry_entity = any (ids)),
    'history', (select coalesce(jsonb_agg(jsonb_build_object('when', audit_at, 'who', audit_by, 'what', audit_table, 'did', audit_verb,
        'before', readable_row(audit_table, audit_content_old), 'after', readable_row(audit_table, audit_content_new)) order by audit_id),
          '[]')
      from audit left join audit_content on audit_content_id = audit_id and history_open(audit_table, audit_row)
      where audit_entity = any (ids)));
end $$;
comment on function my_data(bigint) is $$Everything about a person that the caller may read: rows, consents, packets and letters about them, replies, and the history
@query privacy/my-data @call myData @param entity Record @column data null The whole content @shape MyData$$;

create or replace function my_data_address(p_entity bigint, p_mailto text) returns jsonb
language plpgsql stable security definer set search_path = public, pg_temp
as $$
declare
  best record;
begin
  if not is_office() then
    raise exception 'the whole of a record is put together by the office' using errcode = '42501';
  end if;
  select mail.value as mailto, coalesce(person_language, 'en') as language, is_verified and not is_bounced as proven,
    -- somebody whose record was removed reads their mail all the same; a double that was merged into this record is nobody else
    exists (select from contact_point o
      where o.contact_point_normal = mail.normal and entity_survivor(o.contact_point_entity) <> p_entity)
    -- a colleague who was once written down with a record could answer its form, and so prove the address
    or exists (select from staff where normal_mail(staff_email) = mail.normal
      and staff_person is distinct from p_entity) as shared
  into best
  from best_emails(p_entity) mail join person on person_id = p_entity join entity on entity_id = person_id
  where entity_deleted is null and (p_mailto is null or mail.normal = normal_mail(p_mailto))
  order by proven desc, shared, place limit 1;
  return case
    when best.mailto is null then '{"problem": "entity/no-address"}'
    when not best.proven then '{"problem": "my-data/not-proven"}'
    when best.shared then '{"problem": "my-data/shared"}'
    else jsonb_build_object('mailto', best.mailto, 'language', best.language) end;
end $$;
comment on function my_data_address(bigint, text) is $$The address to which a person's data may be mailed, {mailto, language}: the best of their addresses, or this one; or {problem}
@query privacy/my-data-address @call myDataAddress @param entity Record @param mailto null One of their addresses; null: the best of them
@column address @shape { mailto: string, language: string } | Refusal$$;

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
  perform lock_latch('my-data');
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
comment on function queue_my_data(bigint, text, text, text, bytea) is $$Queues the letter with a person's data, id my-data-RECORD-…: queued; same (a letter with that id exists); enough (three in a day)
@query privacy/queue-my-data @call queueMyData @param entity Record @param mailto As returned by my-data-address @param letter Id
@param digest SHA-256 of the bytes @column outcome null queued, same or enough @shape 'queued' | 'same' | 'enough'$$;

create or replace function note_private_read(p_entity bigint, p_fields jsonb, p_page text) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
begin
  -- whoever sees them is somebody of the office; the names of fields alone, whatever the caller says
  insert into private_read (private_read_entity, private_read_fields, private_read_page, private_read_by)
  select p_entity, string_agg(f.field, ' ' order by f.sort), left(p_page, 40), acting_role()
  from table_fields('person_private') f
  where f.field in (select jsonb_array_elements_text(p_fields)) and my_staff() is not null
    and exists (select from entity where entity_id = p_entity)
  having count(*) > 0;
  return found;
end $$;
comment on function note_private_read(bigint, jsonb, text) is $$Notes that the acting colleague was shown fields of a person that only the office sees: their names, and no value
@query privacy/note-read @call notePrivateRead @param entity Record @param fields Names of fields @shape string[] @param page history, show, my-data
@column noted checked$$;

create or replace function private_reads(p_entity bigint) returns table (at timestamptz, by text, page text, fields text)
language sql stable security invoker set search_path = public, pg_temp
as $$
  select private_read_at, private_read_by::text, private_read_page, private_read_fields from private_read
  where private_read_entity = p_entity order by private_read_id desc limit 200
$$;
comment on function private_reads(bigint) is $$Who was shown fields of a person that only the office sees, the latest first
@query privacy/reads @call privateReads @use people @param entity Record @column at checked When @column by checked Role @column page checked By
@column fields checked Fields$$;
