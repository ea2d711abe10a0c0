-- Which records an erasure is about, and their rows. Called by erase_record: first erase_begin, last erase_rows.

create or replace function with_merged(p_entity bigint) returns bigint[]
language sql stable security definer set search_path = public, pg_temp
as $$
  with recursive all_of as (
    select p_entity as id union select entity_id from entity join all_of on entity_merged = id)
  select array_agg(id order by id) from all_of
$$;
comment on function with_merged(bigint) is 'A record with every record that was merged into it';

create or replace function erase_begin(p_entity bigint) returns bigint[]
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
declare
  ids bigint[];
  subtype name;
begin
  if not is_office() then
    raise exception 'records are erased by the office' using errcode = '42501';
  end if;
  select entity_type_table into subtype from entity join entity_type on entity_type_id = entity_type where entity_id = p_entity;
  if subtype is distinct from 'person' then
    raise exception 'only people are erased' using errcode = '23514', constraint = 'erase_person';
  end if;
  ids := with_merged(p_entity);
  perform from entity where entity_id = any (ids) order by entity_id for update;
  perform from staff where staff_person = any (ids);
  if found then
    raise exception 'this person works here: take them off the staff list first' using errcode = '23514', constraint = 'erase_staff';
  end if;
  return ids;
end $$;
comment on function erase_begin(bigint) is 'Locks the records that go, and refuses who may not be erased, or may not erase';

create or replace function erase_references(p_ids bigint[]) returns void
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
declare
  t record;
begin
  -- the file's row about them, as a digest that can be guessed
  delete from load_key where load_key_entity = any (p_ids);
  delete from private_read where private_read_entity = any (p_ids);
  delete from duplicate where duplicate_left = any (p_ids) or duplicate_right = any (p_ids);
  delete from duplicate_look where duplicate_look_id = any (p_ids);
  delete from duplicate_key where duplicate_key_id = any (p_ids);
  update entity set entity_merged = null where entity_id = any (p_ids);
  delete from record_merge where record_merge_kept = any (p_ids) or record_merge_lost = any (p_ids);
  for t in select source, key from record_references() loop
    execute format('update %1$I set %2$I = null where %2$I = any ($1)', t.source, t.key) using p_ids;
  end loop;
end $$;
comment on function erase_references(bigint[]) is 'Takes these records out of whatever refers to them';

create or replace function erase_rows(p_ids bigint[]) returns void
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
declare
  t record;
begin
  -- activities of somebody else with them stay, without them
  for t in select source, key from record_tables() where part <> 'subtype' order by source = 'activity', source loop
    execute format('delete from %I where %I = any ($1)', t.source, t.key) using p_ids;
  end loop;
  update consent set consent_entity = null where consent_entity = any (p_ids);
  delete from person where person_id = any (p_ids);
  update entity set entity_name = 'erased', entity_parent = null, entity_owner = null,
    entity_deleted = coalesce(entity_deleted, clock_timestamp())
  where entity_id = any (p_ids);
end $$;
comment on function erase_rows(bigint[]) is 'Removes all rows of these records, and leaves the records empty';
