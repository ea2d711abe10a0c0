-- Where a loaded file says something else than what stands: asked of the office (hold), written (overwrite), or only reported (keep).

create or replace function load_differs(p_stands text, p_given text) returns boolean
language sql immutable
return same_words(p_stands) <> same_words(p_given);
comment on function load_differs(text, text) is 'Whether a file says something else than what stands; null where one of them says nothing';

create or replace function load_pick(p_stands text, p_given text, p_overwrite boolean) returns text
language sql immutable
return case when p_stands is null or p_overwrite and load_differs(p_stands, p_given) then coalesce(p_given, p_stands) else p_stands end;
comment on function load_pick(text, text, boolean) is 'What stands after a file was loaded: nothing is blanked';

create or replace function load_packet(p_entities bigint[], p_type text) returns bigint
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  -- of people the form that says most of them, of other types the one of commands, which has every field
  form_id bigint := case when p_type <> 'person' then record_form(p_type) else (
    select form.form_id from form join entity_type on entity_type_id = form_type join form_field on form_field_form = form.form_id
    where entity_type_hid = 'person' and form_active and form_field_place = 'field'
    group by form.form_id order by count(*) desc, form.form_id desc limit 1) end;
begin
  if form_id is null then
    return null;
  end if;
  -- never sent: it expires as it is made, and no token answers it; of a record only what its loader may see
  insert into packet (packet_hid, packet_kind, packet_entity, packet_recipient, packet_role, packet_mailto, packet_form,
    packet_language, packet_epoch, packet_version, packet_snapshot, packet_issued, packet_expires, packet_creator)
  select regexp_replace(upper(left(md5(gen_random_uuid()::text), 12)), '(....)(....)(....)', '\1-\2-\3'), 'load', entity_id, staff_id,
    staff_login, staff_email, form_id, staff_language, instance_epoch, entity_version, '{}', clock_timestamp(),
    clock_timestamp() + interval '1 microsecond', session_user
  from entity, staff, instance
  where staff_id = my_staff() and entity_id = any (p_entities)
    and (is_office() or entity_owner = any (my_people()) or entity_path like my_path() || '%')
  order by entity_id
  on conflict (packet_entity, packet_recipient, packet_form) where packet_kind = 'load' do nothing;
  return form_id;
end $$;
comment on function load_packet(bigint[], text) is
  'Makes sure of the packets that stand for a loader''s word about these records; returns the form whose slots it has; null '
  'where no form is about their type';

create or replace function load_said(p_form bigint, p_said jsonb, p_type text) returns jsonb
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('line', s.line, 'field', s.field, 'packet', packet_id, 'entity', s.entity,
      'wanted', s.wanted, 'slot', 'field/' || form_field_name)), '[]')
    from jsonb_to_recordset(p_said) s (line integer, entity bigint, field text, "column" name, wanted text)
    join packet on packet_entity = s.entity and packet_kind = 'load' and packet_recipient = my_staff() and packet_form = p_form
    join form_field on form_field_form = p_form and form_field_place = 'field'
      and form_field_table = p_type and form_field_column = s."column");
end $$;
comment on function load_said(bigint, jsonb, text) is
  'What rows say against what is current, by packet and slot; without what the form has no slot for';

create or replace function load_replies(p_form bigint, p_said jsonb) returns batch_reply[]
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  return (
    select coalesce(array_agg(row(place, null, null, null, null, packet_id, p_form, packet_kind, packet_entity, packet_role, true,
        false, false, false, false, hid,
        -- each is a draft of its own, so that the later counts: also where the earlier one was undone, and said the same
        concat('load-', (select id from this_load()), '-', earlier + 1), 1, clock_timestamp(), 'strong', false, false, digest,
        'file-differs', case when exists (select from reply where reply_packet = packet_id and reply_hid = hid) then 'repeat'
          else 'new' end, null, earlier = 0)::batch_reply order by place), '{}')
    from (
      select packet, row_number() over (order by packet) as place,
        encode(sha256(convert_to(string_agg(slot || '=' || wanted, chr(10) order by slot), 'UTF8')), 'hex') as digest
      from jsonb_to_recordset(p_said) s (packet bigint, slot text, wanted text) group by packet) stated
    cross join lateral (select 'load-' || left(digest, 32) as hid offset 0) h
    join lateral (select * from packet where packet_id = stated.packet offset 0) sent on true
    cross join lateral (select count(*) as earlier from reply where reply_packet = packet_id offset 0) before);
end $$;
comment on function load_replies(bigint, jsonb) is
  'The replies that a page of a file is to the packets of its loader, one for each record, as a batch takes them';

create or replace function load_statements(p_replies batch_reply[], p_said jsonb) returns batch_statement[]
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  return (
    select coalesce(array_agg(row(place, turn, slot, said, null, normal_slot(form_types, slot, said), null, null, true, true, null, null,
      null, null, null)::batch_statement order by place, turn), '{}')
    from (
      select place, r.form, slot, to_jsonb(wanted) as said, row_number() over (partition by place order by slot) as turn
      from jsonb_to_recordset(p_said) s (packet bigint, slot text, wanted text) join unnest(p_replies) r on r.packet = s.packet) stated
    join (select form, form_types(form) from (select distinct form from unnest(p_replies)) f) types using (form));
end $$;
comment on function load_statements(batch_reply[], jsonb) is 'The statements of such replies';

create or replace function load_ask(p_said jsonb, p_type text default 'person') returns table (line integer, field text)
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  form_id bigint := load_packet(array(select distinct (value ->> 'entity')::bigint from jsonb_array_elements(p_said)), p_type);
  said jsonb;
  fresh jsonb;
  replies batch_reply[];
  stated batch_statement[];
begin
  if p_said <> '[]' and not exists (select from this_load()) then
    raise exception 'a question about a file needs the load that it comes from' using errcode = '23514';
  end if;
  perform lock_latch('load');
  said := load_said(form_id, p_said, p_type);
  -- a file that says the same again asks nothing again, whatever was decided
  select coalesce(jsonb_agg(value), '[]') into fresh from jsonb_array_elements(said)
  where not exists (
    select from change where change_packet = (value ->> 'packet')::bigint and change_slot = value ->> 'slot'
      and change_new = value -> 'wanted');
  -- from here on what a batch of replies does: each is held as a whole, and the later one replaces what the earlier still waits for
  replies := load_replies(form_id, fresh);
  stated := load_statements(replies, fresh);
  stated := merge_wave(replies, stated, wave_standing(replies));
  replies := note_replies(replies, stated);
  perform note_statements(replies, stated);
  if exists (select from unnest(stated) where verb is not null) or planned_writes(replies, stated) <> '[]' then
    raise exception 'a file asks, and writes nothing here';
  end if;
  update reply set reply_status = reply_result(reply_id)
  where reply_id = any (array(select reply from unnest(replies))) and reply_status <> reply_result(reply_id)
    or reply_packet = any (array(select packet from unnest(replies) where not is_first)) and reply_status <> reply_result(reply_id);
  return query
    select s.line, s.field from jsonb_to_recordset(said) s (line integer, field text, packet bigint, slot text, wanted text)
    join change on change_packet = s.packet and change_slot = s.slot and change_outcome = 'held' and change_new = to_jsonb(s.wanted);
end $$;
comment on function load_ask(jsonb, text) is
  'Holds what the file of this transaction (begin_load) says against what is current: [{line, entity, field, column, wanted}], '
  'of records of one type; '
  'returns what waits for the office';

create or replace function load_hold(p_page load_row[]) returns load_row[]
language plpgsql volatile security invoker set search_path = public, pg_temp set enable_seqscan = off
as $$
declare
  said jsonb;
  asked jsonb;
begin
  if not exists (select from unnest(p_page) r where r.kept <> '{}') then
    return p_page;
  end if;
  select jsonb_agg(jsonb_build_object('line', r.line, 'entity', r.entity, 'field', w.field, 'column', w."column",
    'wanted', w.wanted)) into said
  from unnest(p_page) r
  cross join lateral (values ('given-name', 'person_given', r.given), ('family-name', 'person_family', r.family),
    ('prefix', 'person_prefix', r.prefix), ('title', 'person_title', r.title),
    ('born', 'person_born', to_char(r.born, 'YYYY-MM-DD')), ('language', 'person_language', r.language),
    ('prefers', 'person_prefers', r.prefers), ('note', 'person_note', r.note)) w (field, "column", wanted)
  where w.field = any (r.kept);
  if said is null then
    return p_page;
  end if;
  select coalesce(jsonb_object_agg(held.line, held.fields), '{}') into asked
  from (select a.line, jsonb_agg(a.field) as fields from load_ask(said) a group by a.line) held;
  return (
    select array_agg(case when asked ? r.line::text then jsonb_populate_record(r, jsonb_build_object('held', asked -> r.line::text,
      'kept', to_jsonb(r.kept) - array(select jsonb_array_elements_text(asked -> r.line::text)))) else r end)
    from unnest(p_page) r);
end $$;
comment on function load_hold(load_row[]) is
  'Asks the office about what a page says against what stands; what no form has a slot for is kept';
