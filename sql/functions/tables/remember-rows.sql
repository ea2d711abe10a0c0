-- Which row of a file of any type led to what: a second load of the same file goes by it.

create or replace function file_remember(p_type text, p_page file_row[]) returns void
language plpgsql volatile security definer set search_path = public, pg_temp set enable_seqscan = off
  set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
  run bigint := (select id from this_load());
  office boolean := is_office();
  who name := acting_role();
  -- of a row of a record its table, too
  row_table name := (select t.source from file_types() t where t.type = p_type and t.part = 'row');
begin
  with said as materialized (
    select distinct on (kind, value) kind, value, k.load_key_id as old, r.record,
      case when kind = 'row' and row_table is not null then r.id end as id
    from unnest(p_page) r cross join lateral (values ('row', r.digest), ('uid', r.uid)) said (kind, value)
    cross join lateral (select entity_owner, entity_path from entity where entity_id = r.record offset 0) e
    left join lateral (select load_key_id, load_key_entity, load_key_row from load_key
      where load_key_value = value and load_key_kind = kind and load_key_by = who offset 0) k on true
    where run is not null and value is not null and r.outcome in ('new', 'same', 'filled') and r.id is not null
      and (kind = 'row' or row_table is null)
      -- of a record only by who sees it
      and (office or e.entity_owner = any ((select my_people())::bigint[]) or e.entity_path like (select my_path()) || '%'
        or exists (select from product where product_id = r.record))
      and (k.load_key_id is null or (k.load_key_entity, k.load_key_row) is distinct from
        (r.record, case when kind = 'row' and row_table is not null then r.id end))
    order by kind, value, r.line),
  moved as (
    update load_key set load_key_entity = said.record, load_key_row = said.id,
      load_key_source = case when said.id is not null then row_table end, load_key_load = run from said where load_key_id = said.old)
  insert into load_key (load_key_load, load_key_by, load_key_kind, load_key_value, load_key_entity, load_key_source, load_key_row)
  select run, who, kind, value, record, case when id is not null then row_table end, id from said where old is null order by kind, value;
end $$;
comment on function file_remember(text, file_row[]) is
  'Notes what the rows of a page, and their keys of other programs, led to, so that they lead there again';
