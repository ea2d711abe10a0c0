-- After the writes: what became of each statement and each reply, and of those that they replace.

create or replace function end_wave(p_told jsonb, p_results jsonb) returns jsonb
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  -- of no other replies: those that this work acts for
  replies bigint[] := array(select acting_reply from acting where acting_work = (select current_work()) and acting_reply is not null);
  packets bigint[] := array(select distinct reply_packet from reply where reply_id = any (replies));
  one record;
  outcomes jsonb;
begin
  perform must_be_login('satchel_import');
  -- a written statement keeps the row that was made for it
  update change set change_outcome = 'applied', change_reason = null, change_row = (p_results ->> change_id::text)::bigint
  where change_packet = any (packets) and jsonb_typeof(p_results -> change_id::text) = 'number'
    and (change_outcome <> 'applied' or change_reason is not null or change_row is null or change_current = 'null');
  for one in select key::bigint as change, value as result from jsonb_each(p_results) where jsonb_typeof(value) <> 'number' loop
    perform note_refusal(one.change, one.result) from change where change_id = one.change and change_packet = any (packets);
  end loop;
  perform holds_met_by(array(select key::bigint from jsonb_each(p_results) where jsonb_typeof(value) = 'number'));
  perform count_noes(reply_id) from reply join lateral (select * from packet where packet_id = reply_packet offset 0) packet on true
  where reply_id = any (replies) and packet_kind = 'self-update' order by reply_id;
  perform plan_doubts(packet) from (select distinct change_packet as packet from change
    where change_packet = any (packets) and change_doubt is not null order by 1) doubtful;
  update reply set reply_status = reply_result(reply_id)
  where reply_packet = any (packets) and reply_status <> reply_result(reply_id);
  delete from acting where acting_work = (select current_work());
  perform unstate_writes();
  outcomes := coalesce(reply_outcomes(replies), '{}');
  return coalesce((select jsonb_agg(jsonb_build_object('item', told -> 'item', 'outcome',
      told -> 'outcome' || coalesce(outcomes -> (told -> 'outcome' ->> 'reply'), '{}')) order by nth)
    from jsonb_array_elements(p_told) with ordinality t (told, nth)), '[]');
end $$;
comment on function end_wave(jsonb, jsonb) is
  'Ends a wave, given what take_wave told and what write_wave wrote. Returns [{item, outcome}], outcome as apply_reply returns it';

create or replace function note_refusal(p_change bigint, p_result jsonb) returns void
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  lost change;
begin
  if jsonb_typeof(p_result) = 'object' and p_result ? 'met' then
    update change set change_row = (p_result ->> 'met')::bigint where change_id = p_change and jsonb_typeof(p_result -> 'met') = 'number';
  elsif jsonb_typeof(p_result) = 'object' then
    update change set change_outcome = 'applied', change_reason = null, change_row = (p_result ->> 'row')::bigint,
      change_mended = coalesce(change_mended, change_new) - array(select jsonb_object_keys(p_result -> 'unfit'))
    where change_id = p_change;
    insert into change (change_reply, change_packet, change_entity, change_slot, change_table, change_new,
      change_outcome, change_reason, change_doubt)
    select change_reply, change_packet, change_entity, change_slot || '/' || name, change_table, change_new -> name, 'superseded',
      'older-than-a-later-reply', why
    from change, jsonb_each_text(p_result -> 'unfit') u (name, why) where change_id = p_change
    on conflict (change_reply, change_slot) do nothing;
  elsif p_result = '"access-lost"' then
    -- another record of the packet, which its sender does not see any more: it waits, as the packet's own would
    update change set change_outcome = 'held', change_reason = 'access-lost' where change_id = p_change;
  else
    -- invalid: the database cannot hold it, whoever sends it, so what was written waits for a person; and so does the name of a record
    -- that there is none of, or none that its sender sees, which is told in the same words
    update change set change_taken = false,
      change_outcome = case when is_unfit(p_result #>> '{}') then 'held' else 'refused' end,
      change_doubt = case when is_unfit(p_result #>> '{}') then p_result #>> '{}' else change_doubt end,
      change_reason = coalesce(nullif(p_result #>> '{}', ''), 'refused')
    where change_id = p_change returning * into lost;
    perform write_lost(lost);
  end if;
end $$;
comment on function note_refusal(bigint, jsonb) is
  'A statement that was not written as it was planned: refused, held as no value for its table, or written in part';

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
