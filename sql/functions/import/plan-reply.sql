-- The statements of a reply as a whole: they are taken into memory, merge_plan merges them, and what it decided is written down. Nothing
-- in here decides anything about a slot.

create or replace function packet_statements(p_sent packet, p_slots text[], p_access boolean, p_types jsonb) returns merge_statement[]
language sql stable security definer set search_path = public, pg_temp
as $$
  -- those of these slots, and of all rows the taken ones and those that made one: two slots may mean one row
  select coalesce(array_agg(row(change_id, change_slot, reply_place(strong, effective, sequence, hid), apart, strong,
      coalesce(held, case when not p_access then 'access-lost' end, related.need,
        case when change_reason = 'damaged-text' then 'damaged-text' end,
        -- a role that may resolve held changes needs nobody else to look at its own edit; the role is looked up for edits only
        case when p_sent.packet_kind <> 'edit' then hold_need(p_sent.packet_form, change_slot, strong)
          when not pg_has_role(p_sent.packet_role, 'satchel_office', 'member') then hold_need(p_sent.packet_form, change_slot, strong) end),
      normal_slot(p_types, change_slot, counted.value), counted.value, normal_slot(p_types, change_slot, change_believed),
      change_believed, change_current,
      case when doubt_open(change) then 'refused' when change_outcome = 'refused' and change_decision is not null then 'declined'
        else change_outcome end, change_reason, change_taken,
      case when change_slot not like 'row/%' or related.is_related and related.need is distinct from 'new-record' then change_slot
        when change_row is not null then 'row/' || split_part(change_slot, '/', 2) || '/' || row_prefix(change_table) || change_row end,
          null,
      change_outcome = 'applied' and change_current = 'null' and change_row is not null, null)::merge_statement order by change_id), '{}')
  from change join (
    select reply_id as id, reply_hid as hid, reply_sequence as sequence, reply_evidence = 'strong' as strong, reply_held_reason as held,
      coalesce(reply_apart(reply_held_reason), false) as apart,
      -- the latest receipt of its draft up to its sequence counts as a reply's receipt
      max(reply_received) over (partition by reply_draft order by reply_sequence) as effective
    from reply where reply_packet = p_sent.packet_id) author on author.id = change_reply
  left join lateral (select true as is_related, related_need(p_sent.packet_id, change_slot) as need from form_field
    where form_field_form = p_sent.packet_form and form_field_place = 'rows' and form_field_through is not null
      and form_field_collection = split_part(change_slot, '/', 2) offset 0) related on change_slot like 'row/%',
    lateral (select counted_value(change) as value offset 0) counted
  where change_packet = p_sent.packet_id and (change_slot = any (p_slots)
    or change_slot like 'row/%' and (change_taken or change_outcome = 'applied' and change_current = 'null'))
$$;
comment on function packet_statements(packet, text[], boolean, jsonb) is 'Statements of a packet as merge_plan takes them';

create or replace function hold_need(p_form bigint, p_slot text, p_strong boolean) returns text
language sql stable security definer set search_path = public, pg_temp
as $$
  select case
      when not p_strong and bool_or(form_field_needs = 'strong') then 'weak-evidence'
      when bool_or(form_field_policy = 'review') then 'needs-review' end
  from slot_fields(p_form, regexp_replace(p_slot, '^(report/[^/]+)/.*$', '\1'))
$$;
comment on function hold_need(bigint, text, boolean) is 'What the form says makes a person necessary for a slot';

create or replace function standing_slots(p_sent packet, p_entity bigint) returns jsonb
language sql stable security definer set search_path = public, pg_temp
as $$
  -- T of everything that the form shows, and of the reports that this packet made
  select read_slots(p_sent.packet_form, p_entity) || related_slots(p_sent.packet_id) || coalesce((
    select jsonb_object_agg(change_slot, shown.value)
    from (select distinct change_slot, change_row from change
      where change_packet = p_sent.packet_id and change_slot like 'report/%' and not is_part(change_slot) and change_row is not null) made,
      lateral (select read_report(p_sent.packet_form, change_row, p_entity) as value) shown where shown.value is not null), '{}')
$$;
comment on function standing_slots(packet, bigint) is 'What stands in the slots of a packet now';

create or replace function plan_reply(p_reply bigint, p_access boolean) returns jsonb
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  sent packet;
  entity bigint;
  slots text[];
  types jsonb;
  now_raw jsonb;
  planned merge_statement[];
  writes jsonb;
begin
  select p.* into sent from packet p join reply on reply_packet = packet_id where reply_id = p_reply;
  entity := entity_survivor(sent.packet_entity);
  types := form_types(sent.packet_form);
  -- the reply's own slots, and those of its draft, whose later sequences may rank higher since this one is known
  select coalesce(array_agg(distinct change_slot collate "C"), '{}') into slots
  from change join reply r on r.reply_id = change_reply
  where r.reply_packet = sent.packet_id and r.reply_draft = (select reply_draft from reply where reply_id = p_reply)
    and not is_part(change_slot);
  now_raw := standing_slots(sent, entity);
  planned := merge_plan(packet_statements(sent, slots, p_access, types),
    array(select change_id from change where change_reply = p_reply), slots,
    normal_slots(types, sent.packet_snapshot, slots), sent.packet_snapshot,
    normal_slots(types, now_raw, slots), now_raw, form_tables(sent.packet_form), droppable(sent.packet_form));
  -- one statement of a slot is the taken one: the older gives way first
  perform write_plan(sent.packet_id, array(select s from unnest(planned) s where not s.taken));
  perform write_plan(sent.packet_id, array(select s from unnest(planned) s where s.taken));
  -- in their order: one makes room for the next
  writes := coalesce((select jsonb_agg(slot_write(s.id, s.verb, place_row(s.own)) || case when s.place like '%/new:%' and s.outcome = 'same'
      then jsonb_build_object('verb', 'met', 'of', split_part(s.place, ':', 2)) else '{}' end
      || jsonb_build_object('reply', p_reply, 'role', sent.packet_role, 'stage', at) order by at)
    from unnest(planned) with ordinality s (id, slot, rank, apart, strong, needs, said, said_raw, believed, believed_raw, current_raw,
      outcome, reason, taken, place, own, made, verb, at)
    where s.verb is not null or s.place like '%/new:%'), '[]');
  return writes;
end $$;
comment on function plan_reply(bigint, boolean) is
  'Decides every slot of a taken reply; returns the writes to be made under the sender''s role';

create or replace function write_plan(p_packet bigint, p_planned merge_statement[]) returns void
language sql security definer set search_path = public, pg_temp
as $$
  update change set change_taken = s.taken, change_believed = s.believed_raw, change_current = coalesce(s.current_raw, 'null'),
    change_outcome = case s.outcome when 'declined' then 'refused' else s.outcome end, change_reason = s.reason,
    change_row = case when s.slot like 'field/%' then change_entity
      when s.slot like 'report/%' then (select max(made.change_row) from change made where made.change_packet = p_packet
        and made.change_slot = s.slot)
      else coalesce(case when s.slot like 'row/%' then related_record(p_packet, s.slot) end, place_row(s.place)) end
  -- by the packet too: its index is better than reading the table for a list whose length is not known
  from unnest(p_planned) s where change_packet = p_packet and change_id = s.id
$$;
comment on function write_plan(bigint, merge_statement[]) is 'Writes decided statements of a packet down';

create or replace function place_row(p_place text) returns bigint
language sql immutable
as $$ select case when p_place ~ '^row/[^/]+/.[0-9]+$' then substr(split_part(p_place, '/', 3), 2)::bigint end $$;
comment on function place_row(text) is 'Number of the row that a place names; null where the place is that of a new one';
