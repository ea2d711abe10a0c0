-- Records by their human ids, and from one colleague to another.

create or replace function record_hid(p_entity bigint) returns text
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
declare
  source name;
  hid text;
begin
  select entity_type_table into source from entity join entity_type on entity_type_id = entity_type where entity_id = p_entity;
  -- the common ones without a plan of their own
  if source = 'person' then
    return (select person_hid from person where person_id = p_entity);
  elsif source = 'organization' then
    return (select organization_hid from organization where organization_id = p_entity);
  elsif source is not null then
    execute format('select %I from %I where %I = $1', source || '_hid', source, source || '_id') into hid using p_entity;
  end if;
  return hid;
end $$;
comment on function record_hid(bigint) is 'Human id of a record that the caller sees';

create or replace function hand_over(p_entity bigint, p_staff text) returns bigint
language plpgsql volatile security invoker set search_path = public, pg_temp
as $$
declare
  colleague bigint;
  was bigint;
  handed bigint;
begin
  select staff_id into colleague from staff where staff_hid = lower(p_staff) and staff_active;
  if colleague is null then
    return -1;
  end if;
  select entity_owner into was from entity where entity_id = p_entity;
  -- what stands under it goes along where it had the same owner; where row security allows none of it, none is touched
  update entity set entity_owner = colleague
  where (entity_id = p_entity or entity_path like (select entity_path from entity where entity_id = p_entity) || '_%')
    and entity_owner is not distinct from was and entity_owner is distinct from colleague;
  get diagnostics handed = row_count;
  return handed;
end $$;
comment on function hand_over(bigint, text) is 'Gives a record and what stands under it to a colleague: how many records, -1 where there is no such colleague';

create or replace function packets_left(p_entity bigint) returns table (packet text, record text, form text)
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
declare
  left_behind bigint[];
begin
  if not is_office() and not exists (select from entity where entity_id = p_entity and entity_owner = any (my_people())) then
    return;
  end if;
  left_behind := array(
    select packet_id from packet join staff on staff_id = packet_recipient join entity on entity_id = entity_survivor(packet_entity)
    where not staff_active and packet_kind = 'work' and packet_status = 'open' and packet_expires > now()
      and (entity_id = p_entity or entity_path like (select entity_path from entity where entity_id = p_entity) || '_%'
        and entity_owner = (select entity_owner from entity where entity_id = p_entity)));
  -- what was queued for somebody who left goes out no more, even if they come back: the work is another's now
  update letter set letter_status = 'failed', letter_problem = 'handed-over' where letter_packet = any (left_behind) and letter_status = 'queued';
  return query
    select distinct on (sent.packet_entity, form_name) packet_hid, entity_uuid, form_name
    from packet sent join form on form_id = packet_form join entity on entity_id = entity_survivor(packet_entity)
    where packet_id = any (left_behind)
      -- and nobody who works here has got it since
      and not exists (select from packet later join staff on staff_id = later.packet_recipient join form f on f.form_id = later.packet_form
        where later.packet_entity = entity_id and later.packet_id > sent.packet_id and f.form_name = form.form_name and staff_active)
    order by sent.packet_entity, form_name, packet_id desc;
end $$;
comment on function packets_left(bigint) is
  'Open packets, of a record and what went along with it, of colleagues who left, and which nobody has got instead: for whom the record is handed to';
