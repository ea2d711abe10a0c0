-- Held changes, when the record changes by itself.

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

create or replace function holds_met_by(p_written bigint[]) returns void
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  records bigint[];
begin
  if p_written = '{}' then
    return;
  end if;
  -- to the other records of its packet, too
  records := array(select acting_entity from acting where acting_work = (select current_work()) and acting_reply = any (
    array(select change_reply from unnest(p_written) w (id) cross join lateral (
      select change_reply from change where change_id = w.id offset 0) written)));
  perform holds_met(held.id) from (
    select distinct change_entity as id from change where change_outcome = 'held' and change_entity = any (records)) held;
end $$;
comment on function holds_met_by(bigint[]) is 'holds_met for the records of the replies whose statements were written in this transaction';

create or replace function change_stamp(p_change bigint, p_now jsonb) returns text
language sql immutable set search_path = public, pg_temp
as $$ select left(encode(sha256(convert_to(p_change || coalesce(p_now::text, 'null'), 'UTF8')), 'hex'), 8) $$;
comment on function change_stamp(bigint, jsonb) is 'What a screen that shows a held change carries, so that a stale one is refused';

create or replace function is_of_change(p_change bigint, p_table name, p_row bigint, p_verb text, p_fields text[]) returns boolean
language sql stable security definer set search_path = public, pg_temp
as $$
  select case
    when p_table = 'entity' then p_verb = 'update' and p_fields = array['entity_name']
    when p_table <> change_table then p_verb = 'insert' and is_asked_link(p_change, p_table)
    when change_slot like 'field/%' and p_verb <> case p_table when 'development_tracking' then 'insert' else 'update' end then false
    when p_verb = 'insert' then true
    when p_row <> change_row then false
    -- values that the table computes go with it
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
  -- Asked at the end of a transaction: resolve_begin alone would have it write in the name of a reply, and settle nothing.
  if exists (select from acting where acting_work = new.acting_work) then
    raise exception 'resolve_change settles held changes' using errcode = '42501';
  end if;
  return null;
end $$;
