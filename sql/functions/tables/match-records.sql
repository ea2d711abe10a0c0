-- The record that a row of a file is about. It is found by its uuid, its id, the key of another program, by what the same row led to
-- before, and at last by its name with what makes it one. All among what the acting role sees.

create or replace function file_keyed(p_type text) returns text
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
declare
  about record;
begin
  select * into about from file_types() t where t.type = p_type;
  return format($sql$
    with here as materialized (select max(id) as id, coalesce(max(loads), '{}') as loads from this_load()),
    keyed as materialized (
      select r, record_name(%1$L, r.given) as name, r.given ->> %3$L as hid, lower(r.given ->> 'entity_uuid') as uuid,
        by_uuid.id as by_uuid, by_hid.id as by_hid, by_hid.name as hid_name, by_uid.id as by_uid, by_row.id as by_row
      from unnest($1) r
      left join lateral (select e.entity_id as id from entity e
        where e.entity_uuid = lower(r.given ->> 'entity_uuid') offset 0) by_uuid on true
      left join lateral (select t.%2$I as id, record_name(%1$L, to_jsonb(t)) as name from %1$I t
        where t.%3$I = r.given ->> %3$L offset 0) by_hid on true
      left join lateral (select min(k.stands) as id from load_known('uid', r.uid, null) k where r.uid is not null
        having count(distinct k.stands) = 1) by_uid on true
      left join lateral (select min(k.stands) as id from load_known('row', r.digest, null) k where r.digest is not null
        having count(distinct k.stands) = 1) by_row on true
      where r.outcome is null),
    called as materialized (
      -- the name alone leads to a record only where nothing says that another is meant
      select k.*, by_name.count as names, by_name.id as by_name
      from keyed k cross join here left join lateral (
        select count(*), min(e.entity_id) as id from entity e cross join lateral (select * from %1$I where %2$I = e.entity_id offset 0) t
        where %1$L <> 'person' and k.hid is null and k.uuid is null and coalesce(k.by_uid, k.by_row) is null
          and e.entity_name = k.name and e.entity_deleted is null and e.entity_merged is null and %4$s
          and coalesce(to_jsonb(t) ->> 'organization_taxcode' = (k.r).given ->> 'organization_taxcode', true)
          and ((k.r).place is null or not exists (select from address where address_entity = e.entity_id and address_city is not null)
            or exists (select from address where address_entity = e.entity_id and not load_differs(address_city, (k.r).place)))
          and ((k.r).uid is null or not exists (select from load_key where load_key_entity = e.entity_id and load_key_kind = 'uid'
            and split_part(load_key_value, ':', 1) = split_part((k.r).uid, ':', 1)))) by_name on true)$sql$,
    about.source, about.source || '_id', about.source || '_hid',
    coalesce((select string_agg(format('((k.r).given ->> %1$L is null '
      'or (to_jsonb(t) || jsonb_build_object(''entity_parent'', e.entity_parent)) ->> %1$L = (k.r).given ->> %1$L)', c), ' and ')
      from unnest(about.columns) c), 'true'));
end $$;
comment on function file_keyed(text) is 'SQL for the rows of a page with the records that each of their keys leads to';

create or replace function file_match_records(p_type text, p_page file_row[]) returns file_row[]
language plpgsql stable security invoker set search_path = public, pg_temp set enable_seqscan = off
  set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
  about record;
  matched file_row[];
begin
  select * into about from file_types() t where t.type = p_type;
  execute file_keyed(p_type) || format($sql$,
    said as materialized (
      select c.*, coalesce(by_uuid, by_hid, by_uid, by_row, case when names = 1 then by_name end) as first from called c),
    stands as materialized (
      select s.*, e.entity_id as entity, e.entity_deleted is not null and e.entity_merged is null as gone,
        case when e.entity_merged is null then e.entity_id else load_survivor(e.entity_id) end as target,
        entity_type_table <> %1$L as other,
        (s.r).faults || case when s.by_uuid <> s.by_hid then '[{"field": "uuid", "fault": "two-records"}]'
          when s.by_hid <> s.by_uid then '[{"field": "id", "fault": "two-uid"}]'
          when s.by_hid is not null and s.by_uuid is null and s.by_uid is distinct from s.by_hid and s.by_row is distinct from s.by_hid
            and (s.r).given ?| array[%1$L || '_name', 'person_given', 'person_family'] and load_differs(s.hid_name, s.name)
            then '[{"field": "id", "fault": "other-name"}]'
          when s.names > 1 and (s.r).uid is null then '[{"field": "name", "fault": "several"}]' else '[]' end::jsonb as faults
      from said s left join entity e on e.entity_id = s.first left join entity_type on entity_type_id = e.entity_type),
    last as (
      select s.*, case
          when s.other then '[{"field": "uuid", "fault": "other-type"}]'
          when s.gone and coalesce(s.by_uuid, s.by_hid) is not null then '[{"field": "id", "fault": "deleted"}]'
          else '[]' end::jsonb as more,
        row_number() over (partition by coalesce(s.target::text, s.uuid, s.hid, (s.r).uid,
          case when %1$L not in ('person', s.name) then concat_ws(chr(1), s.name, %2$s) else (s.r).line::text end)
          order by (s.r).line) as turn
      from stands s)
    -- joined by line, a page would take the square of its rows
    select coalesce(array_agg(x.p order by (x.p).line), '{}') from (
      select p from unnest($1) p where p.outcome is not null
      union all select file_row_as(row((r).line, (r).said, (r).given, coalesce(uuid, gen_random_uuid()::text), (r).uid, (r).digest,
          (r).place, (r).taken, (r).alone, null, null, entity, null, (r).kept, null,
          case when gone then array['gone'] when first is null and names > 0 then array['namesake'] end)::file_row,
        case when faults || more <> '[]' then 'fault' when turn > 1 then 'wait' when gone then 'gone'
          when target is null then 'new' else 'same' end, target, target, faults || more) from last) x (p)$sql$,
    about.source, coalesce((select string_agg(format('(s.r).given ->> %L', c), ', ') from unnest(about.columns) c), ''''''))
    into matched using p_page;
  return matched;
end $$;
comment on function file_match_records(text, file_row[]) is 'A page with the record that each row is about, or why that cannot be said';
