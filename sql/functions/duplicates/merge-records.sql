-- Two records become one: rows move to the one that is kept, its gaps are filled, the other one stays as an empty record that
-- points to it, so that old numbers and late replies find the way.

create or replace function normal_address(p_address address) returns jsonb
language sql immutable set search_path = public, pg_temp
as $$
  select jsonb_build_object('line1', normal_text(p_address.address_line1), 'line2', normal_text(p_address.address_line2),
    'postcode', normal_text(p_address.address_postcode), 'city', normal_text(p_address.address_city),
    'region', normal_text(p_address.address_region), 'country', p_address.address_country)
$$;

create or replace function fill_gaps(p_subtype name, p_kept bigint, p_lost bigint, p_take text[]) returns void
language plpgsql volatile security invoker set search_path = public, pg_temp
as $$
declare
  t record;
  columns text;
  sources text;
begin
  -- the record itself, and tables with one row of its number
  for t in select source, key, part from record_tables() where record = p_subtype and key = source || '_id' loop
    select string_agg(quote_ident(attname), ', '),
      string_agg(format(case when attname = any (p_take) then 'l.%1$I' else 'coalesce(k.%1$I, l.%1$I)' end, attname), ', ')
    into columns, sources
    from pg_attribute where attrelid = t.source::text::regclass and attnum > 0 and not attisdropped
      and (not attnotnull or attname = any (p_take)) and attname not in (t.key, t.source || '_hid');
    execute format('update %1$I set (%2$s) = (select %3$s from %1$I k, %1$I l where k.%4$I = $1 and l.%4$I = $2) where %4$I = $1
      and exists (select from %1$I where %4$I = $2)', t.source, columns, sources, t.key)
    using p_kept, p_lost;
    if t.part = 'row' then
      execute format('insert into %1$I (%2$I, %3$s) select $1, %3$s from %1$I where %2$I = $2 on conflict (%2$I) do nothing',
        t.source, t.key, columns)
      using p_kept, p_lost;
    end if;
  end loop;
end $$;
comment on function fill_gaps(name, bigint, bigint, text[]) is
  'Empty fields of one record are filled from the other, and these columns of it take the other''s value';

create or replace function fields_to_take(p_subtype name, p_take text[]) returns text[]
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
declare
  taken text[];
begin
  select coalesce(array_agg(attribute::text), '{}') into taken from table_fields(p_subtype)
  where field = any (p_take) and field <> 'id' and may_write;
  if cardinality(taken) < (select count(distinct word) from unnest(p_take) word) then
    raise exception 'of one of these fields no other value can be taken: %', array_to_string(p_take, ', ')
      using errcode = '23514', constraint = 'record_merge';
  end if;
  return taken;
end $$;
comment on function fields_to_take(name, text[]) is
  'The columns of fields whose value a merge takes from the record that goes; refused for a field that there is not, '
    'or that may not be written';

create or replace function row_moves(p_source name, p_key name, p_natural text[]) returns text
language sql stable set search_path = public, pg_temp
as $$
  select concat_ws(' and ', 'true',
    -- neither does a row join the survivor to itself, nor a record stand under itself
    (select format('%I <> $1', o.key) from record_tables() o where o.source = p_source and o.key <> p_key and o.part in ('row', 'end')
      and exists (select from record_tables() r where r.source = p_source and r.key = p_key)),
    case when p_source = 'entity' or is_subtype(p_source) then format('%I <> $1', p_source || '_id') end,
    -- rows that the survivor has already stay where they are, and are there when the merge is undone
    case when cardinality(p_natural) > 0 then format('not exists (select from %1$I k where k.%2$I = $1 and %3$s)', p_source, p_key, (
      select string_agg(format('%s is not distinct from %s', replace(part, '%s', 'k'), replace(part, '%s', p_source)), ' and ')
      from unnest(p_natural) part)) end)
$$;
comment on function row_moves(name, name, text[]) is
  'SQL: which rows of a table go along when the record in this column is merged into record $1';

create or replace function begin_merge(p_kept bigint, p_lost bigint) returns bigint
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
declare
  fault text;
  made bigint;
begin
  if not is_office() then
    raise exception 'records are merged by the office' using errcode = '42501';
  end if;
  perform from entity where entity_id in (p_kept, p_lost) order by entity_id for update;
  select case
      when count(*) < 2 then 'there are not two records to merge'
      when bool_or(entity_deleted is not null or entity_merged is not null) then 'one of the two was removed or merged already'
      when count(distinct entity_type_table) > 1 then 'the two are not of one type'
      when (select count(distinct deal_currency) from deal where deal_id in (p_kept, p_lost)) > 1
        then 'the two deals are in different currencies'
      when bool_or(entity_type_table = 'staff') then 'staff are not merged: make one of them inactive' end
  into fault from entity join entity_type on entity_type_id = entity_type where entity_id in (p_kept, p_lost);
  if fault is not null then
    raise exception '%', fault using errcode = '23514', constraint = 'record_merge';
  end if;
  -- holds go along: they are settled on the record that stays
  insert into record_merge (record_merge_kept, record_merge_lost, record_merge_tx, record_merge_first, record_merge_at,
    record_merge_by, record_merge_holds)
  select p_kept, p_lost, current_work(), nextval(pg_get_serial_sequence('public.audit', 'audit_id')), clock_timestamp(), acting_role(),
    array(select change_id from change where change_entity = p_lost and change_outcome = 'held' order by change_id)
  returning record_merge_id into made;
  return made;
end $$;

create or replace function end_merge(p_merge bigint) returns void
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
declare
  merge record_merge;
begin
  -- the lines of both are now its own: its amount, which a person gave, stays
  update deal set deal_difference = 'merged with ' || lost.deal_hid
  from record_merge join deal lost on lost.deal_id = record_merge_lost
  where deal.deal_id = record_merge_kept and record_merge_id = p_merge and record_merge_tx = (select current_work())
    and record_merge_last is null and deal_disagreement(record_merge_kept) is not null;
  -- no login writes this itself: a record's rows could be shown, and erased, as another person's.
  -- Before the number that ends the merge in the audit, so that it is undone with the rest
  update entity set entity_merged = record_merge_kept, entity_deleted = clock_timestamp()
  from record_merge
  where entity_id = record_merge_lost and record_merge_id = p_merge and record_merge_tx = (select current_work())
    and record_merge_last is null;
  update record_merge set record_merge_last = nextval(pg_get_serial_sequence('public.audit', 'audit_id'))
  where record_merge_id = p_merge and record_merge_tx = (select current_work()) and record_merge_last is null
  returning * into merge;
  update change set change_entity = merge.record_merge_kept where change_id = any (merge.record_merge_holds);
  update duplicate set duplicate_status = 'merged', duplicate_decider = acting_role(), duplicate_decided = clock_timestamp()
  where duplicate_status = 'open' and duplicate_left = least(merge.record_merge_kept, merge.record_merge_lost)
    and duplicate_right = greatest(merge.record_merge_kept, merge.record_merge_lost);
  delete from duplicate where duplicate_status = 'open' and merge.record_merge_lost in (duplicate_left, duplicate_right);
  perform holds_met(merge.record_merge_kept);
end $$;

create or replace function is_of_merge(p_merge record_merge, p_entity bigint, p_before jsonb, p_after jsonb) returns boolean
language sql immutable
return p_entity in (p_merge.record_merge_kept, p_merge.record_merge_lost) or exists (
  select from jsonb_each(p_before) where value = to_jsonb(p_merge.record_merge_lost)
    and p_after -> key = to_jsonb(p_merge.record_merge_kept));
comment on function is_of_merge(record_merge, bigint, jsonb, jsonb) is
  'Whether a row of the audit can be a merge''s: it is about one of the two records, or made another point from the one to the other';

create or replace function keep_first_choices(p_kept bigint, p_lost bigint) returns void
language plpgsql volatile security invoker set search_path = public, pg_temp
as $$
begin
  -- the open stay of the record that goes ends where both stand in one process; a first choice stays the survivor's
  update development_tracking set development_tracking_finished = greatest(development_tracking_entered, clock_timestamp())
  where development_tracking_entity = p_lost and development_tracking_finished is null and exists (
    select from development_tracking k where k.development_tracking_entity = p_kept and k.development_tracking_finished is null
      and k.development_tracking_process = development_tracking.development_tracking_process);
  update contact_point set contact_point_primary = false where contact_point_entity = p_lost and contact_point_primary
    and exists (select from contact_point k where k.contact_point_entity = p_kept and k.contact_point_primary
      and k.contact_point_kind = contact_point.contact_point_kind);
  update relationship set relationship_primary = false where relationship_left = p_lost and relationship_primary;
end $$;
comment on function keep_first_choices(bigint, bigint) is
  'Before rows move: of two that come first, and of two open stays in one process, the kept record''s stays';
