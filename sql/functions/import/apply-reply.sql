-- The steps of apply_reply after the plan: writes under the sender's role, and what became of them.

create or replace function apply_read_reply(taken jsonb) returns jsonb
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
comment on function apply_read_reply(jsonb) is
  'What read_reply or read_confirmation wrote down, judged and written under the sender''s role';

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
  'Makes planned writes under a role, all or none: {change: row}, given what came before; one write alone that is refused gives '
    '{change: reason}, several give null';

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
  -- a written statement keeps the row that was made for it
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
      insert into change (change_reply, change_packet, change_entity, change_slot, change_table, change_new,
        change_outcome, change_reason, change_doubt)
      select change_reply, change_packet, change_entity, change_slot || '/' || name, change_table, change_new -> name, 'superseded',
        'older-than-a-later-reply', 'invalid'
      from change, jsonb_array_elements_text(result.row -> 'unfit') name where change_id = result.change
      on conflict (change_reply, change_slot) do nothing;
    elsif result.row #>> '{}' = 'invalid' then
      -- the database cannot hold it, whoever sends it: what was written waits for a person
      update change set change_outcome = 'held', change_reason = 'invalid', change_doubt = 'invalid', change_taken = false
      where change_id = result.change returning * into lost;
      perform write_lost(lost);
    else
      update change set change_outcome = 'refused', change_reason = coalesce(nullif(result.row #>> '{}', ''), 'refused'),
        change_taken = false
      where change_id = result.change returning * into lost;
      perform write_lost(lost);
    end if;
  end loop;
  perform count_noes(p_reply);
  perform plan_doubts(of_packet);
  update reply set reply_status = reply_result(reply_id)
  where reply_packet = of_packet
    and (reply_id = p_reply or reply_status <> reply_result(reply_id));
  delete from acting where acting_id = (select current_work());
  perform unstate_writes();
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
  -- a refused statement replaces nothing: the one that was accepted before counts again, its hold too
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
      then coalesce(author.reply_held_reason, hold_need(sent.packet_form, change_slot, author.reply_evidence = 'strong'),
        'changed-meanwhile')
      else change_reason end,
    change_outcome = case when change_outcome = 'superseded' then 'held' else change_outcome end
  where change_id = earlier.change_id;
end $$;
comment on function write_lost(change) is
  'After a write that was refused: finds the row that stands already, or makes the packet''s statement before it the taken one again';
