-- Where a loaded file says something else than what stands: asked of the office (hold), written (overwrite), or only reported (keep).

create or replace function load_differs(p_stands text, p_given text) returns boolean
language sql immutable
return same_words(p_stands) <> same_words(p_given);
comment on function load_differs(text, text) is 'Whether a file says something else than what stands; null where one of them says nothing';

create or replace function load_pick(p_stands text, p_given text, p_overwrite boolean) returns text
language sql immutable
return case when p_stands is null or p_overwrite and load_differs(p_stands, p_given) then coalesce(p_given, p_stands) else p_stands end;
comment on function load_pick(text, text, boolean) is 'What stands after a file was loaded: nothing is blanked';

create or replace function load_packet(p_entities bigint[]) returns bigint
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  form_id bigint := (
    select form.form_id from form join entity_type on entity_type_id = form_type join form_field on form_field_form = form.form_id
    where entity_type_hid = 'person' and form_active and form_field_place = 'field'
    group by form.form_id order by count(*) desc, form.form_id desc limit 1);
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
comment on function load_packet(bigint[]) is
  'Makes sure of the packets that stand for a loader''s word about these records; returns the form whose slots it has; null '
  'where no form is about people';

create or replace function load_ask(p_said jsonb) returns table (line integer, field text)
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  form_id bigint := load_packet(array(select distinct (value ->> 'entity')::bigint from jsonb_array_elements(p_said)));
  said jsonb;
  fresh jsonb;
  made jsonb;
begin
  perform lock_latch('load');
  select coalesce(jsonb_agg(jsonb_build_object('line', s.line, 'field', s.field, 'packet', packet_id,
    'entity', s.entity, 'wanted', s.wanted,
    'stands', s.stands, 'slot', 'field/' || form_field_name)), '[]') into said
  from jsonb_to_recordset(p_said) s (line integer, entity bigint, field text, "column" name, stands text, wanted text)
  join packet on packet_entity = s.entity and packet_kind = 'load' and packet_recipient = my_staff() and packet_form = form_id
  join form_field on form_field_form = form_id and form_field_place = 'field'
    and form_field_table = 'person' and form_field_column = s."column";
  -- a file that says the same again asks nothing again, whatever was decided
  select coalesce(jsonb_agg(value), '[]') into fresh from jsonb_array_elements(said)
  where not exists (
    select from change where change_packet = (value ->> 'packet')::bigint and change_slot = value ->> 'slot'
      and change_new = value -> 'wanted');
  with stated as (
    select packet, encode(sha256(convert_to(string_agg(slot || '=' || wanted, chr(10) order by slot), 'UTF8')), 'hex') as digest
    from (select distinct packet, slot, wanted from jsonb_to_recordset(fresh) s (packet bigint, slot text, wanted text)) one
    group by packet),
  written as (
    insert into reply (reply_hid, reply_packet, reply_draft, reply_sequence, reply_received, reply_evidence, reply_digest,
      reply_status, reply_load, reply_at)
    select 'load-' || left(digest, 32), packet, 'load-' || left(digest, 32), 1, clock_timestamp(), 'strong', digest, 'held',
      (select load_run_id from load_run where load_run_tx = (select current_work())), clock_timestamp()
    from stated order by packet
    on conflict (reply_packet, reply_hid) do nothing
    returning reply_id, reply_packet)
  select jsonb_object_agg(reply_packet, reply_id) into made from written;
  -- the later word replaces what the earlier one still waits for
  update change set change_taken = false,
    change_outcome = case change_outcome when 'held' then 'superseded' else change_outcome end,
    change_reason = case change_outcome when 'held' then 'older-than-a-later-reply' else change_reason end
  from jsonb_to_recordset(fresh) s (packet bigint, slot text)
  where change_packet = s.packet and change_slot = s.slot and change_taken and made ? s.packet::text;
  insert into change (change_reply, change_packet, change_entity, change_slot, change_table, change_row, change_current, change_new,
    change_outcome, change_reason, change_taken)
  select distinct on (s.packet, s.slot) (made ->> s.packet::text)::bigint, s.packet, s.entity, s.slot, 'person', s.entity,
    coalesce(to_jsonb(s.stands), 'null'), to_jsonb(s.wanted), 'held', 'file-differs', true
  from jsonb_to_recordset(fresh) s (packet bigint, entity bigint, slot text, stands text, wanted text)
  where made ? s.packet::text order by s.packet, s.slot;
  update reply set reply_status = reply_result(reply_id)
  where made ? reply_packet::text and reply_status <> reply_result(reply_id);
  return query
    select s.line, s.field from jsonb_to_recordset(said) s (line integer, field text, packet bigint, slot text, wanted text)
    join change on change_packet = s.packet and change_slot = s.slot and change_outcome = 'held' and change_new = to_jsonb(s.wanted);
end $$;
comment on function load_ask(jsonb) is
  'Holds what the file of this transaction (begin_load) says against what stands: [{line, entity, field, column, stands, wanted}]; '
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
  select jsonb_agg(jsonb_build_object('line', r.line, 'entity', r.entity, 'field', w.field, 'column', w."column", 'stands',
    w.stands, 'wanted', w.wanted)) into said
  from unnest(p_page) r join person on person_id = r.entity
  cross join lateral (values ('given-name', 'person_given', person_given, r.given),
    ('family-name', 'person_family', person_family, r.family),
    ('prefix', 'person_prefix', person_prefix, r.prefix), ('title', 'person_title', person_title, r.title),
    ('born', 'person_born', to_char(person_born, 'YYYY-MM-DD'), to_char(r.born, 'YYYY-MM-DD')),
    ('language', 'person_language', person_language, r.language), ('prefers', 'person_prefers', person_prefers, r.prefers),
    ('note', 'person_note', person_note, r.note)) w (field, "column", stands, wanted)
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
