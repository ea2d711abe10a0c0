-- A batch takes all its locks at once, in one order for every batch: tokens, packets, rows, records, each by number. Nothing that decides
-- is read before; each later statement sees what others committed until then.

create or replace function lock_batch(p_replies jsonb) returns void
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  tokens text[] := array(select value -> 'reply' ->> 'token' from jsonb_array_elements(p_replies));
  packets bigint[];
  forms bigint[];
begin
  perform must_be_login('satchel_import');
  perform from token where token_hid = any (tokens) and token_purpose = 'reply' order by token_id for update;
  -- from here on replies to one packet run one after the other
  packets := array(select token_packet from token where token_hid = any (tokens) and token_purpose = 'reply');
  perform from packet where packet_id = any (packets) order by packet_id for update;
  forms := array(select distinct packet_form from packet where packet_id = any (packets));
  perform lock_survivors(packets, forms);
end $$;
comment on function lock_batch(jsonb) is 'Locks what a batch of replies may read and write, before any of it is read';

create or replace function lock_survivors(p_packets bigint[], p_forms bigint[]) returns void
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  wanted bigint[];
  locked bigint[] := '{}';
  reaches boolean := has_related(p_forms);
begin
  loop
    wanted := array(select distinct survivor_of(entity_id, entity_merged) from unnest(p_packets) p (id)
      join lateral (select * from packet where packet_id = p.id offset 0) packet on true
      join lateral (select * from entity where entity_id = packet_entity offset 0) entity on true);
    if reaches then
      wanted := wanted || array(select distinct survivor_of(entity_id, entity_merged) from packet_record
        join lateral (select * from entity where entity_id = packet_record_entity offset 0) entity on true
        where packet_record_packet = any (p_packets));
    end if;
    exit when wanted <@ locked;
    perform lock_records(p_forms, wanted);
    -- one of them may have been merged until it was locked
    locked := locked || wanted;
  end loop;
end $$;
comment on function lock_survivors(bigint[], bigint[]) is 'Locks the records of packets, whatever they were merged into meanwhile';

create or replace function survivor_of(p_entity bigint, p_merged bigint) returns bigint
language plpgsql stable set search_path = public, pg_temp
as $$
begin
  -- nearly no record was merged: the chain is followed for the others alone
  return case when p_merged is null then p_entity else entity_survivor(p_entity) end;
end $$;
comment on function survivor_of(bigint, bigint) is 'The record itself, or the one it was merged into, given both columns';

create or replace function batch_waves(p_replies jsonb) returns table (wave jsonb)
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_import');
  if exists (select from packet_record) and exists (select from jsonb_array_elements(p_replies) given
    join lateral (select * from token
      where token_hid = given -> 'reply' ->> 'token' and token_purpose = 'reply' offset 0) token on true
    join lateral (select from packet_record where packet_record_packet = token_packet limit 1) reaches on true) then
    return query select set_waves(p_replies);
    return;
  end if;
  -- the n-th reply of each record: those of one record go one after the other, in their order
  return query
    select jsonb_agg(given || jsonb_build_object('at', place) order by place) from (
      select given, place, row_number() over (
        partition by coalesce(survivor_of(entity_id, entity_merged), -place) order by place) as nth
      from jsonb_array_elements(p_replies) with ordinality g (given, place)
      -- each by its key: a plan that is kept would read a table through that was small when it was made
      left join lateral (select * from token
        where token_hid = given -> 'reply' ->> 'token' and token_purpose = 'reply' offset 0) token on true
      left join lateral (select * from packet where packet_id = token_packet offset 0) packet on true
      left join lateral (select * from entity where entity_id = packet_entity offset 0) entity on true) numbered
    group by nth order by nth;
end $$;
comment on function batch_waves(jsonb) is 'The replies of a batch in waves, each with its place: in a wave no record has two';

create or replace function set_waves(p_replies jsonb) returns setof jsonb
language plpgsql stable security definer set search_path = public, pg_temp
as $$
declare
  one record;
  last jsonb := '{}';
  nth integer;
  numbered jsonb := '[]';
begin
  -- each after all earlier ones with which its set of records has one in common
  for one in
    select given, place, array(
      select survivor_of(entity_id, entity_merged) from (
        select packet_entity as id from packet where packet_id = token_packet
        union select packet_record_entity from packet_record where packet_record_packet = token_packet) reached
      join entity on entity_id = id) as records
    from jsonb_array_elements(p_replies) with ordinality g (given, place)
    left join lateral (select * from token
      where token_hid = given -> 'reply' ->> 'token' and token_purpose = 'reply' offset 0) token on true
    order by place
  loop
    nth := 1 + coalesce((select max((last ->> id::text)::integer) from unnest(one.records) id), 0);
    last := last || coalesce((select jsonb_object_agg(id, nth) from unnest(one.records) id), '{}');
    numbered := numbered || jsonb_build_object('nth', nth, 'place', one.place, 'given', one.given);
  end loop;
  return query select jsonb_agg(n -> 'given' || jsonb_build_object('at', n -> 'place') order by (n ->> 'place')::integer)
    from jsonb_array_elements(numbered) n group by (n ->> 'nth')::integer order by (n ->> 'nth')::integer;
end $$;
comment on function set_waves(jsonb) is 'As batch_waves, where packets have sets of records: in a wave no record is in two sets';

create or replace function wave_senders(p_wave jsonb) returns table (place integer, role name, entity bigint)
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_import');
  return query
    select (given ->> 'at')::integer, packet_role, survivor_of(entity_id, entity_merged)
    from jsonb_array_elements(p_wave) given
    join lateral (select * from token where token_hid = given -> 'reply' ->> 'token' and token_purpose = 'reply' offset 0) token on true
    join lateral (select * from packet where packet_id = token_packet offset 0) packet on true
    join lateral (select * from entity where entity_id = packet_entity offset 0) entity on true;
end $$;
comment on function wave_senders(jsonb) is 'Under whose role, and to which record, each reply of a wave is written';

create or replace function wave_access(p_wave jsonb) returns integer[]
language plpgsql volatile security invoker set search_path = public, pg_temp
as $$
declare
  sender record;
  seen bigint[];
  places integer[] := '{}';
begin
  -- asked anew for each wave: the one before may have given a record away
  for sender in
    select role, array_agg(place) as at, array_agg(entity) as records from wave_senders(p_wave)
    -- a person sees the one record that they act on
    group by role, case when role = 'satchel_subject' then place end order by role, min(place)
  loop
    seen := records_seen(sender.role, sender.records);
    places := places || array(select at from unnest(sender.at, sender.records) s (at, entity) where entity = any (seen));
  end loop;
  return places;
end $$;
comment on function wave_access(jsonb) is 'The places of those replies of a wave whose sender sees the record that they are about';

create or replace function records_seen(p_role text, p_entities bigint[]) returns bigint[]
language plpgsql volatile security invoker set search_path = public, pg_temp
as $$
declare
  seen bigint[] := '{}';
begin
  if to_regrole(p_role) is null then
    return seen;
  elsif p_role = 'satchel_subject' then
    perform act_on(p_entities[1]);
  end if;
  perform set_config('role', p_role, true);
  if coalesce(my_staff(), acting_subject()) is not null then
    seen := array(select entity_id from entity where entity_id = any (p_entities));
  end if;
  perform set_config('role', 'none', true);
  return seen;
end $$;
comment on function records_seen(text, bigint[]) is 'Those of these records that a role sees; for a person one record alone';

create or replace function act_on(p_entity bigint) returns void
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  work_number bigint := current_work();
begin
  perform must_be_login('satchel_import');
  update acting set acting_subject = null where acting_work = work_number and acting_subject is not null;
  insert into acting (acting_work, acting_entity, acting_own, acting_subject) values (work_number, p_entity, true, p_entity)
  on conflict (acting_work, acting_entity) do update set acting_subject = excluded.acting_subject;
end $$;
comment on function act_on(bigint) is 'Has satchel_subject reach this one record, to ask whether it is there';
