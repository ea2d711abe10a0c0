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
  select staff_id into colleague from staff where staff_hid = p_staff and staff_active;
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
