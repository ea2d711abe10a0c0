-- The confirmation of a reply, and under whose role a reply is written.

create or replace function read_confirmation(p_token text, p_received timestamptz) returns jsonb
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  ticket token;
  sent packet;
begin
  perform must_be_login('satchel_import');
  select * into ticket from token where token_hid = p_token and token_purpose = 'form' for update;
  if ticket.token_id is null then
    return '{"problem": "token/not-known"}';
  end if;
  select * into sent from packet where packet_id = ticket.token_packet for update;
  if ticket.token_uses >= ticket.token_limit or sent.packet_status <> 'open'
    or ticket.token_expires < least(p_received, clock_timestamp()) then
    return jsonb_build_object('case', 'repeat', 'reply', ticket.token_reply);
  end if;
  perform lock_survivors(array[sent.packet_id], array[sent.packet_form]);
  update token set token_uses = token_uses + 1 where token_id = ticket.token_id;
  -- it went to the address on file and to no other: who has it is who has that mailbox
  update reply set reply_evidence = 'strong' where reply_id = ticket.token_reply;
  perform acting_for_replies(array[ticket.token_reply]);
  return jsonb_build_object('case', 'stronger', 'reply', ticket.token_reply, 'role', sent.packet_role,
    'entity', entity_survivor(sent.packet_entity));
end $$;
comment on function read_confirmation(text, timestamptz) is
  'Takes the confirmation of a reply, received then: {case: stronger | repeat, reply, role, entity} or {problem}. '
    'Login satchel_import only';

create or replace function acting_for(p_reply bigint, p_change bigint default null) returns void
language sql security definer set search_path = public, pg_temp
as $$
  delete from acting where acting_work = (select current_work());
  insert into acting (acting_work, acting_reply, acting_run, acting_own, acting_subject, acting_entity, acting_change)
  select current_work(), p_reply, acting_run(), packet_role = 'satchel_subject',
    case when packet_role = 'satchel_subject' then entity_survivor(packet_entity) end,
    entity_survivor(coalesce((select change_entity from change where change_id = p_change), packet_entity)), p_change
  from reply join packet on packet_id = reply_packet where reply_id = p_reply;
$$;
comment on function acting_for(bigint, bigint) is
  'Notes, until end_wave or resolve_end, that this transaction writes to the record of one reply, or of one held change, on its behalf';

create or replace function acting_for_replies(p_replies bigint[]) returns void
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  work_number bigint := current_work();
  run bigint := acting_run();
begin
  delete from acting where acting_work = work_number;
  -- two replies to one record break the key: they take their turns
  insert into acting (acting_work, acting_reply, acting_run, acting_own, acting_entity)
  select work_number, reply_id, run, packet_role = 'satchel_subject', survivor_of(entity_id, entity_merged)
  from reply join lateral (select * from packet where packet_id = reply_packet offset 0) packet on true
  join lateral (select * from entity where entity_id = packet_entity offset 0) entity on true
  where reply_id = any (p_replies);
  -- and to the other records of their sets, which no other reply of a wave has
  insert into acting (acting_work, acting_reply, acting_run, acting_entity)
  select distinct on (record_id) work_number, reply_id, run, record_id
  from reply join packet_record on packet_record_packet = reply_packet
  cross join lateral (select entity_survivor(packet_record_entity) as record_id offset 0) r
  where reply_id = any (p_replies) order by record_id
  on conflict (acting_work, acting_entity) do nothing;
end $$;
comment on function acting_for_replies(bigint[]) is
  'Notes that this transaction writes to the records of these replies, to each on behalf of its own; as a person only by act_as_subject';

create or replace function act_as_subject(p_reply bigint) returns void
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  work_number bigint := current_work();
begin
  perform must_be_login('satchel_import');
  update acting set acting_subject = null where acting_work = work_number and acting_subject is not null;
  -- by its key: a batch has hundreds
  update acting set acting_subject = acting_entity where acting_work = work_number and acting_reply = p_reply and acting_own
    and acting_entity = (select survivor_of(entity_id, entity_merged) from reply
      join lateral (select * from packet where packet_id = reply_packet offset 0) packet on true
      join lateral (select * from entity where entity_id = packet_entity offset 0) entity on true where reply_id = p_reply);
end $$;
comment on function act_as_subject(bigint) is
  'From here on satchel_subject reaches the record of this reply, of those that the transaction works for; none unless it answers the '
    'person''s own form';

create or replace function acting_run() returns bigint
language sql stable security definer set search_path = public, pg_temp
as $$ select max(import_run_id) from import_run where import_run_finished is null and session_user = 'satchel_import' $$;
comment on function acting_run() is 'Number of the run under way, if an import asks';
