-- Rows of a file that was loaded before and that say just what stands: nothing is to be done for them, and the steps of a load, which read
-- numbers and compare words, are for the others. This way is narrower than match.sql: the row's own digest, noted by the same
-- person, and every value the same to the letter.

create or replace function load_unchanged(p_rows jsonb) returns table (line integer, entity bigint, hid text, name text, born date)
language plpgsql stable security invoker set search_path = public, pg_temp set enable_seqscan = off
  set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
  mine bigint[] := (select max(loads) from this_load());
begin
  -- of a file that never came before no row is compared
  if not exists (
    select from jsonb_array_elements(p_rows) r cross join lateral (select from load_key
      where load_key_value = r ->> 'digest' and load_key_kind = 'row' and load_key_by = acting_role() offset 0) k) then
    return;
  end if;
  return query
  -- "offset 0": always from the row to its record by a key, whatever the planner last knew of the tables' sizes
  select r.line, entity_id, r.hid, load_name(r.given, r.family), r.born
  from jsonb_populate_recordset(null::load_row, p_rows) r
  cross join lateral (select load_key_entity, load_key_load from load_key
    where load_key_value = r.digest and load_key_kind = 'row' and load_key_by = acting_role() offset 0) k
  cross join lateral (select entity_id, entity_owner from entity
    where entity_id = load_key_entity and entity_deleted is null and entity_merged is null offset 0) e
  cross join lateral (select * from person where person_id = entity_id offset 0) p
  where r.uid is null and coalesce(r.faults, '[]') = '[]'
    and person_given is not distinct from r.given and person_family is not distinct from r.family
    and (r.hid is null or r.hid = person_hid) and (r.prefix is null or r.prefix = person_prefix)
    and (r.title is null or r.title = person_title) and (r.born is null or r.born = person_born)
    and (r.language is null or r.language = person_language) and (r.prefers is null or r.prefers = person_prefers)
    and (r.note is null or r.note = person_note)
    and (r.owner is null or entity_owner = (select staff_id from staff where staff_hid = r.owner and staff_active))
    and not exists (
      select from jsonb_to_recordset(r.contacts) c (kind text, value text)
      where not exists (
        select from contact_point where contact_point_entity = entity_id and contact_point_value = c.value
          and contact_point_kind = (select lookup_id from lookup where lookup_domain = 'contact-kind' and lookup_value = c.kind)))
    -- the first address is the one that a load would fill; "+ 0", so that it is found by its record and not by walking all
    and (r.address is null or (
      select bool_or(given = stands) and not bool_or(given is not null and given is distinct from stands)
      from (select * from address where address_entity = entity_id and (address_end is null or address_end >= current_date)
        order by address_id + 0 limit 1) one
      cross join lateral (values (address_line1, r.address ->> 'line1'), (address_line2, r.address ->> 'line2'),
        (address_city, r.address ->> 'city'), (address_region, r.address ->> 'region'),
        (address_postcode, r.address ->> 'postcode'), (address_country, r.address ->> 'country')) part (stands, given)))
    -- one that says little may stand in many files
    and (r.hid is not null or r.born is not null or coalesce(r.address ?& array['line1', 'city'], false)
      or r.contacts @? '$[*] ? (@.kind != "web")' or load_key_load = any (mine));
end $$;
comment on function load_unchanged(jsonb) is 'The rows of a page that led to a record before and say just what stands there';

create or replace function load_others(p_rows jsonb, p_lines integer[]) returns jsonb
language sql immutable set search_path = public, pg_temp
as $$ select coalesce(jsonb_agg(value), '[]') from jsonb_array_elements(p_rows) where (value ->> 'line')::integer <> all (p_lines) $$;
comment on function load_others(jsonb, integer[]) is 'The rows of a page but for these lines';
