-- The record that is meant: ids as people type them, records that were merged, the family of a person, the lock on one.

create or replace function lock_records(p_forms bigint[], p_entities bigint[]) returns void
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  source record;
begin
  -- rows first, records last: the same order in which any other change takes its locks, so that two do not meet head-on
  for source in
    select distinct form_field_table as name, form_field_place = 'field' and form_field_table <> 'development_tracking'
        or is_subtype(form_field_table) as own from form_field
    -- tables alone: through a view every batch would lock the rows of lists that it shows, and wait for every other. What a view shows of
    -- a record is guarded by the lock of the record
    join pg_class on oid = to_regclass(format('public.%I', form_field_table)) and relkind = 'r'
    where form_field_form = any (p_forms) and form_field_place in ('field', 'rows') order by own desc, name
  loop
    execute format('select from %1$I where %2$I = any ($1) order by %3$I for update',
      source.name, case when source.own then source.name || '_id' else owner_column(source.name) end, source.name || '_id')
    using p_entities;
  end loop;
  perform from entity where entity_id = any (p_entities) order by entity_id for update;
end $$;
comment on function lock_records(bigint[], bigint[]) is 'Locks the rows of records that forms reach, then the records, each by number';

create or replace function id_folded(p_id text) returns text
language sql immutable set search_path = public, pg_temp
as $$ select replace(lower(btrim(p_id)), '-', '') $$;
comment on function id_folded(text) is 'An id as people type it: in any case, with or without its dashes';

create or replace function entity_survivor(p_entity bigint) returns bigint
language sql stable security definer set search_path = public, pg_temp
as $$
  with recursive chain as (
    select entity_id, entity_merged, 1 as step from entity where entity_id = p_entity
    union all
    select e.entity_id, e.entity_merged, step + 1 from chain join entity e on e.entity_id = chain.entity_merged where step < 100)
  select entity_id from chain where entity_merged is null
$$;
comment on function entity_survivor(bigint) is 'The record itself, or the one it was merged into';

create or replace function record_family(p_entity bigint) returns table (id bigint, within bigint, since timestamptz)
language sql stable security definer set search_path = public, pg_temp
as $$
  with recursive members as (
    select entity_survivor(p_entity) as id
    union select entity_id from members join entity on entity_merged = members.id),
  parts as (
    select id, id as within, '-infinity'::timestamptz as since from members
    union all
    select parts.id, entity_merged, greatest(since, coalesce(entity_deleted, 'infinity')) from parts join entity on entity_id = within
    where entity_merged is not null)
  select id, within, since from parts
$$;
comment on function record_family(bigint) is
  'A record with all that were merged into one with it: each is part of itself, and of those it was merged into since then';

create or replace function record_seen(p_entity bigint) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp
as $$
declare
  seen boolean;
begin
  -- row security of the caller, which a definer function does not have by itself: of nobody else it is told what they said
  execute format('select exists (select from entity where entity_id = $1 and (%s))', coalesce((
    select string_agg(format('(%s)', qual), ' or ') from pg_policies, unnest(roles) r
    where schemaname = 'public' and tablename = 'entity' and permissive = 'PERMISSIVE' and cmd in ('ALL', 'SELECT')
      and pg_has_role(acting_role(), r, 'member')), 'false')) into seen using p_entity;
  return seen;
end $$;
comment on function record_seen(bigint) is 'Whether the caller of a definer function sees a record';
