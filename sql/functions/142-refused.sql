-- What was refused without anybody having seen it: the sender was told, and the office sees it until somebody says so.

create or replace function refused_changes()
returns table (change bigint, entity_name text, slot text, wanted jsonb, reason text, sender text, received timestamptz, packet text)
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  if not is_office() then
    raise exception 'refused changes are for the office' using errcode = '42501';
  end if;
  return query
    select c.change_id, e.entity_name, slot_name(c.change_slot),
      case when c.change_table is distinct from 'activity' or c.change_row is null or activity_open(c.change_row) then c.change_new end,
      c.change_reason, s.entity_name, reply_received, packet_hid
    from change c
    join reply on reply_id = c.change_reply
    join packet on packet_id = c.change_packet
    join entity e on e.entity_id = c.change_entity
    join entity s on s.entity_id = packet_recipient
    where c.change_outcome = 'refused' and c.change_decision is null and c.change_reason <> 'refused-by-office' and c.change_seen is null
      -- whoever edits or loads is told on the screen; and what is as the form showed it is not missing
      and packet_kind not in ('edit', 'load') and not (packet_snapshot ? c.change_slot and c.change_new = packet_snapshot -> c.change_slot)
    order by c.change_id;
end $$;
comment on function refused_changes() is 'What of replies was refused, by no decision of a person, and not seen by anybody of the office yet';

create or replace function see_refused(p_changes bigint[]) returns integer
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  if not is_office() then
    raise exception 'refused changes are for the office' using errcode = '42501';
  end if;
  update change set change_seen = clock_timestamp(), change_seer = acting_role()
  where change_id = any (p_changes) and change_outcome = 'refused' and change_seen is null;
  return (select count(*) from change where change_id = any (p_changes) and change_outcome = 'refused');
end $$;
comment on function see_refused(bigint[]) is 'Notes that these refused changes were seen; again changes nothing. Gives how many of them are refused changes';
