-- apply_reply: one reply, one transaction. SECURITY INVOKER, because SET ROLE cannot stand in a definer function.

create or replace function apply_taken(taken jsonb) returns jsonb
language plpgsql security invoker set search_path = public, pg_temp
as $$
declare
  access boolean;
  writes jsonb;
  planned jsonb;
  results jsonb := '{}';
begin
  if taken ? 'problem' or taken ->> 'case' = 'repeat' then
    return taken;
  end if;
  perform set_config('role', taken ->> 'role', true);
  access := coalesce(my_staff(), acting_subject()) is not null and entity_seen((taken ->> 'entity')::bigint);
  perform set_config('role', 'none', true);
  writes := plan_reply((taken ->> 'reply')::bigint, access);
  if jsonb_array_length(writes) > 0 then
    -- all slots in one go; when one is refused, each on its own, so that a bad field is refused alone
    results := try_writes(taken ->> 'role', writes, '{}');
    if results is null then
      results := '{}';
      for planned in select value from jsonb_array_elements(writes) loop
        results := results || coalesce(try_writes(taken ->> 'role', jsonb_build_array(planned), results),
          jsonb_build_object(planned ->> 'change', 'refused'));
        if results ->> (planned ->> 'change') = 'invalid' and planned -> 'defaults' <> '{}' then
          results := results || try_report(taken ->> 'role', planned);
        end if;
      end loop;
    end if;
  end if;
  return taken || end_reply((taken ->> 'reply')::bigint, results);
end $$;
comment on function apply_taken(jsonb) is 'What take_reply or take_confirmation wrote down, judged and written under the sender''s role';

create or replace function apply_reply(p_item bigint, p_reply jsonb, p_evidence text, p_received timestamptz) returns jsonb
language sql security invoker set search_path = public, pg_temp
as $$ select apply_taken(take_reply(p_item, p_reply, p_evidence, p_received)) $$;
comment on function apply_reply(bigint, jsonb, text, timestamptz) is
  'Merges a reply under its sender''s role: item, reply, evidence, receipt. Gives {case, reply, status, slots ...} or {problem}';

create or replace function apply_replies(p_replies jsonb) returns table (item bigint, outcome jsonb)
language plpgsql security invoker set search_path = public, pg_temp
as $$
declare
  given record;
begin
  for given in select * from jsonb_to_recordset(p_replies) r (item bigint, reply jsonb, evidence text, received timestamptz) loop
    item := given.item;
    begin
      outcome := apply_reply(given.item, given.reply, given.evidence, given.received);
    exception
      -- the moment is to blame: nothing of these goes in, and each is tried again
      when transaction_rollback or insufficient_resources or operator_intervention or object_not_in_prerequisite_state or system_error then
        raise;
      when others then
        outcome := null;
    end;
    return next;
  end loop;
end $$;
comment on function apply_replies(jsonb) is
  'Merges replies one after the other in one transaction: [{item, reply, evidence, received}]. Gives what apply_reply gives, null where it failed and left nothing behind';

create or replace function apply_confirmation(p_token text, p_received timestamptz) returns jsonb
language sql security invoker set search_path = public, pg_temp
as $$ select apply_taken(take_confirmation(p_token, p_received)) $$;
comment on function apply_confirmation(text, timestamptz) is 'Lets in what of a reply waited for stronger evidence: hash of the confirming token. Gives what apply_reply gives';

create or replace function try_writes(p_role text, p_writes jsonb, p_before jsonb) returns jsonb
language plpgsql security invoker set search_path = public, pg_temp
as $$
declare
  planned jsonb;
  results jsonb := '{}';
  broken text;
begin
  perform set_config('role', p_role, true);
  for planned in select value from jsonb_array_elements(p_writes) loop
    results := results || jsonb_build_object(planned ->> 'change', case
      -- a row that another statement of the same reply makes
      when planned ->> 'verb' = 'met' then jsonb_build_object('met', (p_before || results) -> (planned ->> 'of'))
      else to_jsonb(write_slot(planned)) end);
  end loop;
  set constraints all immediate;
  perform set_config('role', 'none', true);
  return results;
exception
  -- Only what the data or the role is to blame for. Deadlocks, full disks and lost connections pass on and are tried again.
  when insufficient_privilege then
    return case when jsonb_array_length(p_writes) = 1
      then jsonb_build_object(p_writes -> 0 ->> 'change', 'not-allowed') end;
  when unique_violation then
    get stacked diagnostics broken = constraint_name;
    if is_key(broken) then
      raise;
    end if;
    return case when jsonb_array_length(p_writes) = 1
      then jsonb_build_object(p_writes -> 0 ->> 'change', 'already-there') end;
  when data_exception or integrity_constraint_violation then
    return case when jsonb_array_length(p_writes) = 1
      then jsonb_build_object(p_writes -> 0 ->> 'change', 'invalid') end;
end $$;
comment on function try_writes(text, jsonb, jsonb) is
  'Makes planned writes under a role, all or none: {change: row}, given what came before; one write alone that is refused gives {change: reason}, several give null';

create or replace function end_reply(p_reply bigint, p_results jsonb) returns jsonb
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  lost change;
  result record;
  of_packet bigint;
begin
  perform must_be_login('satchel_import');
  select reply_packet into of_packet from reply where reply_id = p_reply;
  -- what was written keeps the row that was made for it
  update change set change_outcome = 'applied', change_reason = null, change_row = (p_results ->> change_id::text)::bigint
  where change_packet = of_packet and jsonb_typeof(p_results -> change_id::text) = 'number'
    and (change_outcome <> 'applied' or change_reason is not null or change_row is null or change_current = 'null');
  for result in select key::bigint as change, value as row from jsonb_each(p_results) where jsonb_typeof(value) <> 'number' loop
    if jsonb_typeof(result.row) = 'object' and jsonb_typeof(result.row -> 'met') = 'number' then
      update change set change_row = (result.row ->> 'met')::bigint where change_id = result.change;
    elsif jsonb_typeof(result.row) = 'object' and result.row ? 'unfit' then
      update change set change_outcome = 'applied', change_reason = null, change_row = (result.row ->> 'row')::bigint,
        change_mended = coalesce(change_mended, change_new) - array(select jsonb_array_elements_text(result.row -> 'unfit'))
      where change_id = result.change;
      insert into change (change_reply, change_packet, change_entity, change_slot, change_table, change_new, change_outcome, change_reason, change_doubt)
      select change_reply, change_packet, change_entity, change_slot || '/' || name, change_table, change_new -> name, 'superseded', 'older-than-a-later-reply', 'invalid'
      from change, jsonb_array_elements_text(result.row -> 'unfit') name where change_id = result.change
      on conflict (change_reply, change_slot) do nothing;
    elsif result.row #>> '{}' = 'invalid' then
      -- the database cannot hold it, whoever sends it: what was written waits for a person
      update change set change_outcome = 'held', change_reason = 'invalid', change_doubt = 'invalid', change_taken = false
      where change_id = result.change returning * into lost;
      perform write_lost(lost);
    else
      update change set change_outcome = 'refused', change_reason = coalesce(nullif(result.row #>> '{}', ''), 'refused'), change_taken = false
      where change_id = result.change returning * into lost;
      perform write_lost(lost);
    end if;
  end loop;
  perform plan_doubts(of_packet);
  update reply set reply_status = reply_result(reply_id)
  where reply_packet = of_packet
    and (reply_id = p_reply or reply_status <> reply_result(reply_id));
  delete from acting where acting_id = (select current_work());
  return reply_outcome(p_reply);
end $$;

create or replace function write_lost(p_lost change) returns void
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  sent packet;
  author reply;
  state jsonb;
  earlier change;
begin
  select * into sent from packet where packet_id = p_lost.change_packet;
  select * into author from reply where reply_id = p_lost.change_reply;
  if p_lost.change_reason = 'already-there' then
    -- one row given twice in one reply, written in two ways: the second finds what the first has made
    state := slot_state(p_lost);
    if state -> 'normal' = state -> 'wanted' then
      update change set change_outcome = 'same', change_reason = null, change_row = (state ->> 'row')::bigint,
        change_taken = not reply_apart(author.reply_held_reason)
      where change_id = p_lost.change_id;
      return;
    end if;
  end if;
  -- what was refused replaces nothing: the statement that was taken before is the taken one again, its hold too
  select c.* into earlier
  from unnest(packet_statements(sent, array[p_lost.change_slot], true, form_types(sent.packet_form))) s join change c on c.change_id = s.id
  where s.slot = p_lost.change_slot and s.outcome <> 'refused' and not s.apart
  order by s.rank collate "C" desc limit 1;
  if earlier.change_id is null or reply_apart(author.reply_held_reason) then
    return;
  end if;
  select * into author from reply where reply_id = earlier.change_reply;
  update change set change_taken = true,
    change_reason = case when change_outcome = 'superseded'
      then coalesce(author.reply_held_reason, hold_need(sent.packet_form, change_slot, author.reply_evidence = 'strong'), 'changed-meanwhile')
      else change_reason end,
    change_outcome = case when change_outcome = 'superseded' then 'held' else change_outcome end
  where change_id = earlier.change_id;
end $$;
comment on function write_lost(change) is 'After a write that was refused: finds the row that stands already, or makes the packet''s statement before it the taken one again';

create or replace function reply_result(p_reply bigint) returns text
language sql stable security definer set search_path = public, pg_temp
as $$
  select case
    when held > 0 and (taken > 0 or refused > 0) then 'partly-held'
    when held > 0 then 'held'
    when refused > 0 and taken = 0 then 'refused'
    else 'imported' end
  from (
    select count(*) filter (where change_outcome = 'held') as held,
      count(*) filter (where change_outcome = 'refused') as refused,
      count(*) filter (where change_outcome in ('applied', 'same')) as taken
    from change where change_reply = p_reply) counted
$$;
comment on function reply_result(bigint) is 'What became of a reply as a whole, from its slots';

create or replace function reply_outcome(p_reply bigint) returns jsonb
language sql stable security definer set search_path = public, pg_temp
as $$
  select jsonb_build_object('reply', reply_hid, 'reply_id', reply_id, 'packet', packet_hid, 'packet_id', packet_id,
    'epoch', packet_epoch, 'status', reply_status, 'mailto', packet_mailto, 'language', packet_language,
    'form_name', form_name, 'form_version', form_version, 'kind', packet_kind, 'later', reply_told is not null,
    'slots', coalesce((
      select jsonb_agg(jsonb_build_object('slot', slot_name(change_slot), 'reason', change_reason,
          -- what says no more than the form that it answers was left as it was, also where a later reply counts
          'outcome', case when shown and normal_slot(types, change_slot, change_new) = normal_slot(types, change_slot, packet_snapshot -> change_slot)
            then 'untouched' else change_outcome end)
          || slot_entry(packet_snapshot, change_slot)
          -- by an earlier letter, or by the one about the reply that replaced it
          || case when change_slot = any (reply_told) or reply_told is not null and change_outcome = 'superseded' then '{"told": true}'::jsonb else '{}' end
          || case when change_outcome in ('held', 'refused') and change_reason in ('invalid', 'required', 'not-a-date', 'not-a-choice', 'too-long',
              'not-a-number', 'not-a-phone', 'two-phones', 'not-an-email') then slot_misfit(packet_form, change_slot, change_new) else '{}' end
        order by slot_place(packet_form, change_slot), change_slot)
      from change, lateral (select change_outcome in ('superseded', 'refused') and change_decision is null and packet_snapshot ? change_slot as shown) s,
        lateral (select case when shown then form_types(packet_form) end as types) t
      where change_reply = reply_id), '[]'))
  from reply join packet on packet_id = reply_packet join form on form_id = packet_form
  where reply_id = p_reply
$$;
comment on function reply_outcome(bigint) is 'What an acknowledgement tells: slots, outcomes, reasons; no values';

create or replace function slot_entry(p_snapshot jsonb, p_slot text) returns jsonb
language sql immutable set search_path = public, pg_temp
as $$
  -- in the order in which a form shows them: by the number of the row
  select coalesce((
    select jsonb_build_object('entry', entry) from (
      select key, row_number() over (order by substring(key from '[0-9]+$')::bigint) as entry
      from jsonb_object_keys(p_snapshot) key where p_slot like 'row/%' and key like 'row/%' and split_part(key, '/', 2) = split_part(p_slot, '/', 2)) shown
    where key = p_slot), '{}')
$$;
comment on function slot_entry(jsonb, text) is 'Which of the entries that a packet showed a slot is, counted from one: {entry}, or nothing';

create or replace function slot_misfit(p_form bigint, p_slot text, p_value jsonb) returns jsonb
language sql stable security definer set search_path = public, pg_temp
as $$
  select coalesce((
    select jsonb_build_object('misfit', jsonb_build_object('field', f.form_field_name, 'fault',
      case when said is null then 'empty' when value_fault(f, said) = 'too-long' then 'too-long' else 'form' end))
    from form_field f, lateral (
      select normal_text(case when p_slot like 'field/%' or is_part(p_slot) then p_value #>> '{}' else p_value ->> f.form_field_name end) as said) v
    where f.form_field_form = p_form and case split_part(p_slot, '/', 1)
        when 'field' then f.form_field_place = 'field' and f.form_field_name = split_part(p_slot, '/', 2)
        when 'row' then f.form_field_place = 'row' and f.form_field_collection = split_part(p_slot, '/', 2)
        else f.form_field_place = 'report' and f.form_field_name = split_part(p_slot, '/', 3) end
      and (value_fault(f, said) is not null or f.form_field_type = 'contact' and said is not null and not contact_valid(p_value ->> 'kind', said))
    order by f.form_field_sort limit 1), '{}')
$$;
comment on function slot_misfit(bigint, text, jsonb) is 'Which field of a slot holds a value that does not fit, and how: {misfit: {field, fault}}, fault empty, too-long or form; never the value';

create or replace function slot_place(p_form bigint, p_slot text) returns integer
language sql stable security definer set search_path = public, pg_temp
as $$
  select coalesce(min(form_field_sort), 1000000) from form_field
  where form_field_form = p_form and case split_part(p_slot, '/', 1)
    when 'field' then form_field_place = 'field' and form_field_name = split_part(p_slot, '/', 2)
    when 'row' then form_field_place = 'rows' and form_field_collection = split_part(p_slot, '/', 2)
    else form_field_place = 'report' end
$$;
comment on function slot_place(bigint, text) is 'Where a slot stands in its form, so that letters tell it in that order';
