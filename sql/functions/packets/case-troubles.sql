-- Numbers and addresses of a record that are in doubt: reports named them wrong, or a letter to them came back. For the login that
-- makes packets: recipients may not read the replies of others.

create or replace function case_troubles(p_entity bigint, p_slots jsonb, p_zone text) returns jsonb
language plpgsql stable security definer set search_path = public, pg_temp set timezone = 'UTC'
as $$
begin
  perform must_be_login('satchel_dispatch');
  return (
    select jsonb_agg(jsonb_build_object('value', contact_point_value, 'state', state, 'date', day) order by contact_point_id)
    from (
      select contact_point.*, case when wrong is null then 'came-back' else 'reported-wrong' end as state,
        coalesce(wrong ->> 'day', day_in(contact_point_bounced, p_zone)::text) as day
      from contact_point
      left join jsonb_each(wrong_numbers(p_entity, p_zone)) as reported (key, wrong)
        on key like 'row/%/' || row_prefix('contact_point') || contact_point_id
        -- a number that was corrected since is another one
        and exists (select from jsonb_each_text(wrong -> 'row') shown (name, value) where value = contact_point_value)
      where contact_point_entity = p_entity and (wrong is not null or contact_point_bounced is not null)) doubtful
    -- what the packet does not show is not named beside it either
    where exists (select from jsonb_object_keys(p_slots) slot where slot like 'row/%/' || row_prefix('contact_point') || contact_point_id));
end $$;
comment on function case_troubles(bigint, jsonb, text) is
  'Numbers and addresses among the slots of a packet that are in doubt: {value, state: reported-wrong | came-back, date}. '
    'Login satchel_dispatch only';

create or replace function wrong_numbers(p_entity bigint, p_zone text) returns jsonb
language plpgsql stable security definer set search_path = public, pg_temp set timezone = 'UTC'
as $$
declare
  report record;
  offered text;
  wrong jsonb := '{}';
begin
  for report in
    select packet_issued, packet_snapshot, activity_created, lookup_value(activity_outcome) as outcome,
      day_in(coalesce(activity_start, activity_created), p_zone) as day
    from packet join reply on reply_packet = packet_id
    join change on change_reply = reply_id and change_slot like 'report/%' and not is_part(change_slot) and change_taken
    join activity on activity_id = change_row and activity_entity = p_entity
    where packet_entity = p_entity and activity_outcome is not null and not activity_private
    order by reply_received, reply_id
  loop
    -- the number that its letter offered: the first one that no report on file named wrong when it left
    offered := (
      select slot from jsonb_each(report.packet_snapshot) shown (slot, shown)
      where slot like 'row/%' and jsonb_typeof(shown) = 'object' and shown ->> 'kind' = 'phone'
      order by coalesce((wrong -> slot ->> 'at')::timestamptz < report.packet_issued, false), length(slot), slot limit 1);
    if report.outcome = wrong_outcome() and offered is not null then
      wrong := wrong || jsonb_build_object(offered,
        jsonb_build_object('at', report.activity_created, 'day', report.day, 'row', report.packet_snapshot -> offered));
    elsif report.outcome <> all (unreached_outcomes()) then
      wrong := wrong - coalesce(offered, '');
    end if;
  end loop;
  return wrong;
end $$;
comment on function wrong_numbers(bigint, text) is
  'Telephone numbers that reports from the field say are wrong, as their packets showed them: slot to {at, day, row}; '
    'a later talk over one clears it';
