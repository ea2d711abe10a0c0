-- Held changes: what becomes of them when the record changes by itself, and when a person decides.

create or replace function holds_met(p_entity bigint) returns void
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  held change;
  state jsonb;
  met boolean;
begin
  -- After any write to a record: a held change that asks for what now stands has become "same". One that ends can show that
  -- another of its packet is met as well (two slots may mean one row), so it looks again until none ends.
  loop
    met := false;
    for held in select * from change where change_entity = p_entity and change_outcome = 'held' order by change_id loop
      state := slot_state(held);
      if state -> 'normal' = state -> 'wanted' then
        update change set change_outcome = 'same', change_reason = null where change_id = held.change_id;
        update reply set reply_status = reply_result(reply_id), reply_untold = reply_load is null where reply_id = held.change_reply;
        met := true;
      end if;
    end loop;
    exit when not met;
  end loop;
end $$;
comment on function holds_met(bigint) is 'Ends the held changes of a record that ask for what stands by now';

create or replace function change_stamp(p_change bigint, p_now jsonb) returns text
language sql immutable set search_path = public, pg_temp
as $$ select left(encode(sha256(convert_to(p_change || coalesce(p_now::text, 'null'), 'UTF8')), 'hex'), 8) $$;
comment on function change_stamp(bigint, jsonb) is 'What a screen that shows a held change carries, so that a stale one is refused';

drop function if exists held_changes();
create function held_changes()
returns table (change bigint, stamp text, entity bigint, entity_name text, slot text, believed jsonb, now jsonb, wanted jsonb,
  reason text, sender text, received timestamptz, packet text, doubt text, form_name text, form_version integer)
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  if not is_office() then
    raise exception 'held changes are for the office' using errcode = '42501';
  end if;
  return query
    select c.change_id, change_stamp(c.change_id, state -> 'value'), c.change_entity, e.entity_name, slot_name(c.change_slot),
      case when open then c.change_believed end, case when open then state -> 'value' end, case when open then counted_value(c) end, c.change_reason, s.entity_name, reply_received, coalesce(load_run_file, packet_hid),
      c.change_doubt, f.form_name, f.form_version
    from change c
    join reply on reply_id = c.change_reply
    join packet on packet_id = c.change_packet
    join form f on f.form_id = packet_form
    join entity e on e.entity_id = c.change_entity
    join entity s on s.entity_id = packet_recipient
    left join load_run on load_run_id = reply_load,
    -- a report whose note its writer made private since can be refused unread
    lateral (select slot_state(c) as state, c.change_table is distinct from 'activity' or c.change_row is null or activity_open(c.change_row) as open) t
    where c.change_outcome = 'held'
    order by c.change_id;
end $$;
comment on function held_changes() is 'The review queue: what was believed, what stands, what is wanted, through which packet or file, and the stamp that settling asks for';

create or replace function mended_fault(p_held change, p_form bigint, p_value jsonb) returns text
language plpgsql stable security definer set search_path = public, pg_temp
as $$
declare
  field form_field;
  collection text := split_part(p_held.change_slot, '/', 2);
begin
  if p_held.change_slot like 'row/%' then
    return case when p_value = 'null' then null when not names_only(p_form, 'row', collection, p_value) then 'not-in-form' else row_fault(p_form, collection, p_value) end;
  elsif p_held.change_slot like 'report/%' and not is_part(p_held.change_slot) then
    return null;
  end if;
  select * into field from form_field where form_field_form = p_form and case when is_part(p_held.change_slot)
    then form_field_place = 'report' and form_field_name = split_part(p_held.change_slot, '/', 3)
    else form_field_place = 'field' and form_field_name = collection end;
  return case when field.form_field_id is null then 'not-in-form' else value_fault(field, p_value #>> '{}') end;
end $$;
comment on function mended_fault(change, bigint, jsonb) is 'Why the slot of a held change cannot hold a value; null where it can';

-- one that takes no value put right: a call without one could mean either
drop function if exists settle_begin(bigint, text);
create or replace function settle_begin(p_change bigint, p_stamp text, p_accepts boolean default false, p_mended jsonb default null) returns jsonb
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  held change;
  sent packet;
  state jsonb;
begin
  if not is_office() then
    raise exception 'held changes are for the office' using errcode = '42501';
  end if;
  if exists (select from acting where acting_id = (select current_work())) then
    raise exception 'settle_change settles held changes' using errcode = '42501';
  end if;
  select p.* into sent from packet p join change on change_packet = packet_id where change_id = p_change for update of p;
  select * into held from change where change_id = p_change for update;
  if held.change_id is null or held.change_outcome <> 'held' then
    return '{"problem": "change/not-held"}';
  end if;
  perform lock_record(sent.packet_form, held.change_entity);
  state := slot_state(held);
  if p_stamp is distinct from change_stamp(p_change, state -> 'value') then
    return '{"problem": "change/stale"}';
  end if;
  if p_accepts then
    if is_part(held.change_slot) and (state -> 'row' = 'null' or not exists (select from activity where activity_id = (state ->> 'row')::bigint)) then
      return '{"problem": "change/no-report"}';
    elsif p_mended is null and sent.packet_kind <> 'load' and held.change_doubt is not null and mended_fault(held, sent.packet_form, counted_value(held)) is not null then
      return '{"problem": "change/value-needed"}';
    elsif p_mended is not null and (held.change_slot like 'report/%' and not is_part(held.change_slot)
      or mended_fault(held, sent.packet_form, p_mended) is not null) then
      return '{"problem": "change/value-wrong"}';
    end if;
  end if;
  update change set change_current = state -> 'value', change_row = (state ->> 'row')::bigint,
    change_mended = case when p_accepts then coalesce(p_mended, case when is_part(change_slot) then counted_value(change) end, change_mended) else change_mended end
  where change_id = p_change returning * into held;
  perform acting_for(held.change_reply, p_change);
  return slot_write(p_change, case
    when held.change_slot like 'field/%' or is_part(held.change_slot) then 'update'
    when counted_value(held) = 'null' then 'delete'
    when state -> 'row' = 'null' or state -> 'value' = 'null' then 'insert'
    else 'update' end, null);
end $$;

create or replace function is_of_change(p_change bigint, p_table name, p_row bigint, p_verb text, p_fields text[]) returns boolean
language sql stable security definer set search_path = public, pg_temp
as $$
  select case
    when p_table = 'entity' then p_verb = 'update' and p_fields = array['entity_name']
    when p_table <> change_table or change_slot like 'field/%' and p_verb <> 'update' then false
    when p_verb = 'insert' then true
    when p_row <> change_row then false
    -- what the table works out by itself goes with it
    else p_verb = 'delete' or p_fields <@ (array['contact_point_normal', 'contact_point_verified', 'contact_point_bounced']
      || array(select value ->> 'column' from jsonb_array_elements(slot_write(p_change, p_verb, null) -> 'fields'))) end
  from change where change_id = p_change
$$;
comment on function is_of_change(bigint, name, bigint, text, text[]) is
  'Whether a write can be the one that settles a held change: its table, row and fields, and the name of its record';

create or replace function acting_ended() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  -- Asked at the end of a transaction: settle_begin alone would have it write in the name of a reply, and settle nothing.
  if exists (select from acting where acting_id = new.acting_id) then
    raise exception 'settle_change settles held changes' using errcode = '42501';
  end if;
  return null;
end $$;

create or replace function row_normal(p_change change, p_row bigint) returns jsonb
language sql stable security definer set search_path = public, pg_temp
as $$
  select normal_slot(form_types(packet_form), p_change.change_slot,
    read_slots(packet_form, p_change.change_entity) -> concat_ws('/', 'row', split_part(p_change.change_slot, '/', 2), 'c' || p_row))
  from packet where packet_id = p_change.change_packet and p_change.change_slot like 'row/%'
$$;
comment on function row_normal(change, bigint) is
  'What a row of a held change holds in normal form: once it is written, its slot may be looked for in another row that it once stood in';

create or replace function settle_end(p_change bigint, p_decision text, p_note text, p_row bigint) returns jsonb
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  settled change;
begin
  if not is_office() then
    raise exception 'held changes are for the office' using errcode = '42501';
  end if;
  -- the last step of settle_change, never a way of its own: settle_begin checked stamp and hold in this transaction
  perform from acting where acting_id = (select current_work()) and acting_change = p_change;
  if not found or p_decision = 'accepted' and p_row is null then
    raise exception 'settle_change settles held changes' using errcode = '42501';
  end if;
  update change set change_decision = p_decision, change_decider = acting_role(), change_decided = clock_timestamp(),
    change_note = nullif(btrim(p_note), ''), change_row = coalesce(p_row, change_row),
    change_outcome = case p_decision when 'accepted' then 'applied' else 'refused' end,
    change_reason = case p_decision when 'accepted' then 'accepted-by-office' else 'refused-by-office' end
  where change_id = p_change and change_outcome in ('held', 'same')
  returning * into settled;
  if p_decision = 'accepted' and (settled.change_slot not like 'report/%' or is_part(settled.change_slot))
    and (select state -> 'normal' <> state -> 'wanted' and row_normal(settled, p_row) is distinct from state -> 'wanted' from slot_state(settled) state) then
    -- begun and ended by hand, with nothing written in between
    raise exception 'settle_change settles held changes' using errcode = '42501';
  end if;
  if p_decision = 'accepted' and settled.change_doubt is not null and not is_part(settled.change_slot)
    and not (select coalesce(reply_apart(reply_held_reason), false) from reply where reply_id = settled.change_reply) then
    -- put right, it is what the packet last got in
    update change set change_taken = false where change_packet = settled.change_packet and change_slot = settled.change_slot and change_taken;
    update change set change_taken = true where change_id = p_change;
  end if;
  -- what waits beside a report goes where the report goes
  update change set change_row = part_row(change_packet, change_slot),
    change_outcome = case p_decision when 'accepted' then change_outcome else 'refused' end,
    change_reason = case p_decision when 'accepted' then change_reason else 'refused-by-office' end
  where change_reply = settled.change_reply and change_outcome = 'held' and is_part(change_slot)
    and starts_with(change_slot, settled.change_slot || '/');
  update reply set reply_status = reply_result(reply_id) where reply_id = settled.change_reply;
  delete from acting where acting_id = (select current_work());
  return reply_outcome(settled.change_reply);
end $$;

drop function if exists settle_change(bigint, text, text, text);
create or replace function settle_change(p_change bigint, p_decision text, p_stamp text, p_note text, p_mended jsonb default null) returns jsonb
language plpgsql security invoker set search_path = public, pg_temp
as $$
declare
  planned jsonb;
  written bigint;
  broken text;
begin
  if p_decision is null or p_decision not in ('accepted', 'refused') or p_decision = 'refused' and p_mended is not null then
    raise exception 'a held change is accepted or refused' using errcode = '22023';
  end if;
  begin
    planned := settle_begin(p_change, p_stamp, p_decision = 'accepted', p_mended);
    if planned ? 'problem' then
      return planned;
    elsif p_decision = 'accepted' then
      written := write_slot(planned); -- under the deciding person's own role: it counts as their edit
    end if;
  exception
    when unique_violation then
      get stacked diagnostics broken = constraint_name;
      if is_key(broken) then
        raise;
      end if;
      -- another row has come to hold the same: which of the two goes is for a person to say
      return '{"problem": "change/already-there"}';
    when data_exception or integrity_constraint_violation then
      return jsonb_build_object('problem', case when p_mended is null then 'change/value-needed' else 'change/value-wrong' end);
  end;
  return settle_end(p_change, p_decision, p_note, written);
end $$;
comment on function settle_change(bigint, text, text, text, jsonb) is
  'Settles a held change: id, accepted | refused, stamp from held_changes(), note, the value that is put right. {problem: change/...} where nothing was settled: stale, already-there, no-report, value-needed, value-wrong';

create or replace function queue_answer(p_reply bigint, p_letter text, p_digest text, p_bytes bytea) returns boolean
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  if session_user <> 'satchel_import' and not is_office() then
    raise exception 'acknowledgements are for the import and the office' using errcode = '42501';
  end if;
  -- while something waits there will be a later letter: it need not tell again what this one tells
  update reply set reply_untold = false, reply_told = case when waits or reply_told is not null then ended else null end
  from (select bool_or(change_outcome = 'held') as waits, coalesce(array_agg(change_slot order by change_slot) filter (where change_outcome in ('applied', 'same', 'refused')), '{}') as ended
    from change where change_reply = p_reply) c
  where reply_id = p_reply and (reply_untold or waits or reply_told is not null);
  -- the letter's id is a hash of reply and outcome: one outcome, one letter
  insert into letter (letter_hid, letter_kind, letter_packet, letter_reply, letter_to, letter_digest, letter_bytes, letter_queued)
  select p_letter, 'acknowledgement', packet_id, reply_id, packet_mailto, p_digest, p_bytes, clock_timestamp()
  from reply join packet on packet_id = reply_packet where reply_id = p_reply
  on conflict (letter_hid) do nothing;
  return found;
end $$;
comment on function queue_answer(bigint, text, text, bytea) is 'Queues the acknowledgement of a reply to the address its packet went to; false when that outcome has its letter';

create or replace function queue_answers(p_letters jsonb) returns bigint
language sql security invoker set search_path = public, pg_temp
as $$
  select count(*) filter (where queue_answer((value ->> 'reply')::bigint, value ->> 'letter', value ->> 'digest', decode(value ->> 'bytes', 'base64')))
  from jsonb_array_elements(p_letters)
$$;
comment on function queue_answers(jsonb) is 'As queue_answer, for many: [{reply, letter, digest, bytes in base64}]; returns how many are new';

create or replace function untold_replies(p_limit integer) returns table (outcome jsonb)
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_import');
  return query select reply_outcome(reply_id) from reply where reply_untold order by reply_id limit p_limit;
end $$;
comment on function untold_replies(integer) is 'Replies with a hold that ended by itself, and whose sender does not know yet: as reply_outcome';

create or replace function queue_again(p_reply bigint) returns boolean
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_import');
  -- a repeat may mean that the answer was lost: the same bytes once more, after an hour, three times at the most
  update letter set letter_status = 'queued', letter_queued = clock_timestamp()
  where letter_id = (select max(letter_id) from letter where letter_reply = p_reply and letter_kind = 'acknowledgement')
    and letter_status = 'sent' and letter_sent < clock_timestamp() - interval '1 hour'
    and letter_sendings <= 3 and letter_bytes is not null;
  return found;
end $$;
comment on function queue_again(bigint) is 'Queues a reply''s last acknowledgement again, if it went out over an hour ago and not three times again';

create or replace function queue_again_item(p_hash text) returns boolean
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_import');
  return coalesce((select bool_or(queue_again(reply_id)) from reply join item on item_id = reply_item where item_hid = p_hash), false);
end $$;
comment on function queue_again_item(text) is 'As queue_again, for the replies that an item held: the same bytes came once more';
