-- Two records become one: rows move to the one that is kept, its gaps are filled, the other one stays as an empty record that
-- points to it, so that old numbers and late replies find the way.

create or replace function normal_address(p_address address) returns jsonb
language sql immutable set search_path = public, pg_temp
as $$
  select jsonb_build_object('line1', normal_text(p_address.address_line1), 'line2', normal_text(p_address.address_line2),
    'postcode', normal_text(p_address.address_postcode), 'city', normal_text(p_address.address_city),
    'region', normal_text(p_address.address_region), 'country', p_address.address_country)
$$;

create or replace function fill_gaps(p_subtype name, p_kept bigint, p_lost bigint) returns void
language plpgsql volatile security invoker set search_path = public, pg_temp
as $$
declare
  columns text;
  sources text;
begin
  select string_agg(quote_ident(attname), ', '), string_agg(format('coalesce(k.%1$I, l.%1$I)', attname), ', ') into columns, sources
  from pg_attribute where attrelid = p_subtype::regclass and attnum > 0 and not attisdropped and not attnotnull
    and attname not in (p_subtype || '_id', p_subtype || '_hid');
  execute format('update %1$I set (%2$s) = (select %3$s from %1$I k, %1$I l where k.%4$I = $1 and l.%4$I = $2) where %4$I = $1',
    p_subtype, columns, sources, p_subtype || '_id')
  using p_kept, p_lost;
  if p_subtype = 'person' then
    insert into person_private (person_private_id, person_private_document, person_private_taxcode, person_private_bank, person_private_note)
    select p_kept, person_private_document, person_private_taxcode, person_private_bank, person_private_note from person_private where person_private_id = p_lost
    on conflict (person_private_id) do update set
      person_private_document = coalesce(person_private.person_private_document, excluded.person_private_document),
      person_private_taxcode = coalesce(person_private.person_private_taxcode, excluded.person_private_taxcode),
      person_private_bank = coalesce(person_private.person_private_bank, excluded.person_private_bank),
      person_private_note = coalesce(person_private.person_private_note, excluded.person_private_note);
  end if;
end $$;
comment on function fill_gaps(name, bigint, bigint) is 'What is empty of one record is taken from the other';

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
      when bool_or(entity_type_table = 'staff') then 'staff are not merged: make one of them inactive' end
  into fault from entity join entity_type on entity_type_id = entity_type where entity_id in (p_kept, p_lost);
  if fault is not null then
    raise exception '%', fault using errcode = '23514', constraint = 'record_merge';
  end if;
  -- holds go along: they are settled on the record that stays
  insert into record_merge (record_merge_kept, record_merge_lost, record_merge_tx, record_merge_first, record_merge_at, record_merge_by, record_merge_holds)
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
  -- no login writes this itself: a record's rows could be shown, and erased, as another person's.
  -- Before the number that ends the merge in the audit, so that it is undone with the rest
  update entity set entity_merged = record_merge_kept, entity_deleted = clock_timestamp()
  from record_merge
  where entity_id = record_merge_lost and record_merge_id = p_merge and record_merge_tx = (select current_work()) and record_merge_last is null;
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
  select from jsonb_each(p_before) where value = to_jsonb(p_merge.record_merge_lost) and p_after -> key = to_jsonb(p_merge.record_merge_kept));
comment on function is_of_merge(record_merge, bigint, jsonb, jsonb) is
  'Whether a row of the audit can be a merge''s: it is about one of the two records, or made another point from the one to the other';
