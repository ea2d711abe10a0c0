-- A wave is taken in: its replies and statements are written down as they were decided, and what is to be written for them is noted.

create or replace function take_wave(p_wave jsonb, p_seen integer[]) returns jsonb
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  replies batch_reply[] := wave_replies(p_wave, p_seen);
  stated batch_statement[];
  writes jsonb;
begin
  perform must_be_login('satchel_import');
  stated := wave_statements(replies);
  replies := wave_cases(replies, stated);
  stated := merge_wave(replies, stated, wave_standing(replies));
  replies := note_replies(replies, stated);
  perform note_statements(replies, stated);
  perform acting_for_replies(array(select reply from unnest(replies) where outcome in ('new', 'stronger')));
  writes := mark_alone(plain_writes(replies, stated) || planned_writes(replies, stated));
  perform state_writes(null, writes);
  return jsonb_build_object('writes', writes, 'told', (
    select jsonb_agg(jsonb_build_object('item', item, 'place', place, 'outcome', case
      when reply is null then jsonb_build_object('problem', outcome)
      else jsonb_build_object('case', outcome, 'reply', reply, 'role', role, 'entity', entity) end) order by place)
    from unnest(replies)));
end $$;
comment on function take_wave(jsonb, integer[]) is
  'Decides a wave, given the places of those whose sender sees the record, and writes it down. Returns {writes, told: [{item, outcome}]}; '
    'outcome: {case: new | stronger | repeat, reply, role, entity} or {problem}. Login satchel_import only';

create or replace function note_replies(p_replies batch_reply[], p_stated batch_statement[]) returns batch_reply[]
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
declare
  noted batch_reply[];
  known bigint[];
begin
  -- by lists of numbers, and no join: one that was planned while the table was small would read it through later
  known := array(select r.reply from unnest(p_replies) r where r.outcome = 'stronger');
  if known <> '{}' then
    update reply set reply_evidence = 'strong' where reply_id = any (known);
  end if;
  known := array(select r.reply from unnest(p_replies) r where r.confirms and r.reply is not null);
  if known <> '{}' then
    update reply set reply_confirms = true where reply_id = any (known) and not reply_confirms;
  end if;
  noted := array(select case when r.outcome = 'new'
      then jsonb_populate_record(r, jsonb_build_object('reply', nextval('reply_reply_id_seq'))) else r end
    from unnest(p_replies) r order by r.place);
  -- each has its own: in a wave no record has two
  update token set token_uses = token_uses + 1
  where token_id = any (array(select r.token from unnest(noted) r where r.outcome = 'new'));
  insert into reply (reply_id, reply_hid, reply_packet, reply_draft, reply_sequence, reply_received, reply_evidence, reply_digest,
    reply_status, reply_held_reason, reply_item, reply_load, reply_at, reply_confirms, reply_sealed)
  select r.reply, hid, packet, draft, sequence, received, evidence, digest, coalesce(status, 'imported'), reason, item,
    case when kind = 'load' then (select id from this_load()) end, clock_timestamp(), confirms, sealed
  from unnest(noted) r left join (
    select place, result_of(count(*) filter (where outcome = 'held'), count(*) filter (where outcome in ('applied', 'same')),
      count(*) filter (where outcome = 'refused')) as status
    from unnest(p_stated) group by place) counted using (place)
  where r.outcome = 'new' order by r.place;
  perform verify_mailboxes(array(select r.packet from unnest(noted) r where r.outcome = 'new' and r.kind = 'self-update'));
  return noted;
end $$;
comment on function note_replies(batch_reply[], batch_statement[]) is
  'Writes the new replies of a wave down; returns them with their numbers';

create or replace function verify_mailboxes(p_packets bigint[]) returns void
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
declare
  reached bigint[];
begin
  if p_packets = '{}' then
    return;
  end if;
  reached := array(select at.contact_point_id from unnest(p_packets) p (id)
    join lateral (select * from packet where packet_id = p.id offset 0) packet on true
    join lateral (select * from entity where entity_id = packet_entity offset 0) entity on true
    join lateral (select * from contact_point where contact_point_entity = survivor_of(entity_id, entity_merged) offset 0) at
      on contact_point_normal = normal_mail(packet_mailto) and contact_point_kind = lookup_find('contact-kind', 'email')
    where contact_point_verified is null);
  if reached <> '{}' then
    update contact_point set contact_point_verified = clock_timestamp() where contact_point_id = any (reached);
  end if;
end $$;
comment on function verify_mailboxes(bigint[]) is 'The answerer of an own form has the mailbox that it went to: packets that were answered';

create or replace function note_statements(p_replies batch_reply[], p_stated batch_statement[]) returns void
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
begin
  insert into change (change_id, change_reply, change_packet, change_entity, change_slot, change_table, change_row, change_believed,
    change_current, change_new, change_outcome, change_reason, change_doubt, change_taken)
  select change, reply, packet, coalesce(other, entity), slot, kinds.source, case
      when not taken or verb = 'insert' then null when slot like 'field/%' then entity when other is not null then other
      when slot like 'row/%' and s.now_raw is not null then place_row(slot) end,
    coalesce(s.shown_raw, 'null'), coalesce(s.now_raw, 'null'), value, s.outcome, s.reason,
    case when fault like 'held %' then substr(fault, 6) end, taken
  from unnest(p_stated) s join unnest(p_replies) r using (place)
  left join slot_kinds(array(select distinct form from unnest(p_replies))) kinds on of_form = r.form and of_kind = slot_kind(slot)
  -- a statement about another record of the set is that record's
  cross join lateral (select case when kinds.is_related then related_record(packet, slot) end as other offset 0) o
  -- what is decided here is the first word to its slot
  cross join lateral (select s.outcome not in ('superseded', 'refused') as taken) t
  order by place, turn, slot;
end $$;
comment on function note_statements(batch_reply[], batch_statement[]) is 'Writes the statements of the new replies of a wave down';

create or replace function plain_writes(p_replies batch_reply[], p_stated batch_statement[]) returns jsonb
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  return (select coalesce(jsonb_agg(stage_entered(jsonb_build_object('change', change, 'table', kinds.source,
      'entity', coalesce(other, entity),
      -- a record is written as a record: it neither comes nor goes with what a reply says of it
      'verb', case when other is null then verb else 'update' end,
      'row', case when verb = 'insert' then null when slot like 'field/%' then entity else coalesce(other, place_row(slot)) end,
      'own', slot like 'field/%' or other is not null, 'defaults', report_defaults(packet_recipient, r.form, slot), 'fields', (
        select jsonb_agg(field || jsonb_build_object('value',
          case when slot like 'field/%' then s.value #>> '{}' else s.value ->> (field ->> 'name') end))
        from jsonb_array_elements(kinds.fields) field),
      'reply', reply, 'role', role, 'place', place, 'stage', 0), packet_recipient) order by place, turn, slot), '[]')
    from unnest(p_stated) s join unnest(p_replies) r using (place)
    join lateral (select * from packet where packet_id = r.packet offset 0) packet on true
    join slot_kinds(array(select distinct form from unnest(p_replies))) kinds on of_form = r.form and of_kind = slot_kind(slot)
    cross join lateral (select case when kinds.is_related then related_record(r.packet, slot) end as other offset 0) o
    where verb is not null);
end $$;
comment on function plain_writes(batch_reply[], batch_statement[]) is 'The writes of statements that merge_wave let in';

create or replace function planned_writes(p_replies batch_reply[], p_stated batch_statement[]) returns jsonb
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
declare
  one record;
  writes jsonb := '[]';
begin
  for one in
    select r.reply, r.access, r.place from unnest(p_replies) r
    where r.outcome = 'stronger' or r.outcome = 'new' and (not r.is_first or exists (select from unnest(p_stated) s
      where s.place = r.place and s.outcome = 'superseded' and s.fault is null))
    order by r.place
  loop
    writes := writes || plan_reply(one.reply, one.access);
  end loop;
  return writes;
end $$;
comment on function planned_writes(batch_reply[], batch_statement[]) is 'The writes of replies that merge_plan merges as a whole';

create or replace function take_stronger(p_read jsonb, p_access boolean) returns jsonb
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  author bigint := (p_read ->> 'reply')::bigint;
  writes jsonb := '[]';
begin
  perform must_be_login('satchel_import');
  -- of no other reply than the one that was confirmed
  if exists (select from acting where acting_work = (select current_work()) and acting_reply = author) then
    writes := mark_alone(plan_reply(author, p_access));
    perform state_writes(null, writes);
  end if;
  return jsonb_build_object('writes', writes, 'told', jsonb_build_array(jsonb_build_object('outcome', p_read)));
end $$;
comment on function take_stronger(jsonb, boolean) is 'Decides a reply that was confirmed, given what read_confirmation told; as take_wave';

create or replace function mark_alone(p_writes jsonb) returns jsonb
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  return (
    with given as materialized (
      select nth, planned, planned ->> 'table' as source, planned ->> 'verb' as verb,
        array(select field ->> 'column' from jsonb_array_elements(planned -> 'fields') field order by 1) as columns
      from jsonb_array_elements(p_writes) with ordinality w (planned, nth)),
    alike as materialized (
      select source, verb, columns, stands_alone(source, verb, columns) as alone from given group by source, verb, columns)
    select coalesce(jsonb_agg(case when alone then planned || '{"alone": true}' else planned end order by nth), '[]')
    from given join alike using (source, verb, columns));
end $$;
comment on function mark_alone(jsonb) is 'Marks the writes that go alone, each in its turn by receipt';

create or replace function stands_alone(p_table text, p_verb text, p_columns text[]) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp
as $$
declare
  source oid := to_regclass(format('public.%I', p_table));
begin
  -- two records may clash by a value, or one write may open or close the way of another; rows of one record are in order anyway
  return p_table = 'entity' or exists (
      select from pg_index where indrelid = source and indisunique
        and (select bool_or(attname = any (p_columns)) and not bool_or(attname in (p_table || '_id', owner_column(p_table::name)))
          from pg_attribute where attrelid = source and attnum = any (indkey)))
    or exists (
      select from pg_depend join pg_policy policy on policy.oid = objid join pg_attribute on attrelid = source and attnum = refobjsubid
      where classid = 'pg_policy'::regclass and refclassid = 'pg_class'::regclass and refobjid = source
        and attname = any (p_columns) and (polrelid <> source or p_verb <> 'insert'));
end $$;
comment on function stands_alone(text, text, text[]) is
  'Whether a write may decide about one of another record: its columns are in a unique key without the record, or a policy reads them';
