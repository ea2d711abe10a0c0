-- Which row of a file led to whom: what a second load of the same file goes by.

create or replace function this_load() returns table (id bigint, loads bigint[])
language sql stable security definer set search_path = public, pg_temp
as $$
  select load_run_id, load_run_like || load_run_id from load_run where load_run_tx = (select current_work())
$$;
comment on function this_load() is 'The load of this transaction, and all loads of the same file with it';

create or replace function load_no_news(p_row load_row, p_lost bigint) returns jsonb
language sql stable security invoker set search_path = public, pg_temp
as $$
  -- values that the merged record shared were decided when it was merged
  select coalesce(jsonb_object_agg(said.key, null), '{}')
  from person
  cross join lateral (values ('hid', person_hid, p_row.hid), ('given', person_given, p_row.given), ('family', person_family, p_row.family),
    ('prefix', person_prefix, p_row.prefix), ('title', person_title, p_row.title), ('born', person_born::text, p_row.born::text),
    ('language', person_language, p_row.language), ('prefers', person_prefers, p_row.prefers), ('note', person_note, p_row.note)) said (key,
    stands, given)
  where person_id = p_lost and not load_differs(said.stands, said.given)
$$;
comment on function load_no_news(load_row, bigint) is
  'The fields of a row, as nulls, that say what a record said that was merged into another';

create or replace function load_remember(p_page load_row[]) returns void
language plpgsql volatile security definer set search_path = public, pg_temp set enable_seqscan = off
  set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
  run bigint := (select id from this_load());
  office boolean := is_office();
  who name := acting_role();
begin
  -- what was known already is asked once for each key: loads go one at a time, so no other writes it meanwhile
  with said as materialized (
    select distinct on (kind, value) kind, value, k.load_key_id as known,
      -- the record that the row is about, also where it stands for another one now: a merge can be undone
      case when r.known is not null and r.known <> r.entity and entity_survivor(r.known) = r.entity then r.known else r.entity end as entity
    from unnest(p_page) r cross join lateral (values ('row', r.digest), ('uid', r.uid)) said (kind, value)
    join entity on entity_id = r.entity
    left join lateral (select load_key_id, load_key_entity from load_key
      where load_key_value = value and load_key_kind = kind and load_key_by = who offset 0) k on true
    where run is not null and value is not null and r.outcome in ('new', 'same', 'filled')
      -- of a record only by who sees it
      and (office or entity_owner = any ((select my_people())::bigint[]) or entity_path like (select my_path()) || '%')
      and (k.load_key_id is null or k.load_key_entity <> r.entity and entity_survivor(k.load_key_entity) is distinct from r.entity)
    order by kind, value, r.line),
  moved as (
    update load_key set load_key_entity = said.entity, load_key_load = run from said where load_key_id = said.known)
  insert into load_key (load_key_load, load_key_by, load_key_kind, load_key_value, load_key_entity)
  select run, who, kind, value, entity from said where known is null order by kind, value;
end $$;
comment on function load_remember(load_row[]) is 'Notes what the rows of a page, and their UIDs, led to, so that they lead there again';
