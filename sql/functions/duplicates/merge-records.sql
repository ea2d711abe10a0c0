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
    and exists (select from contact_point k where k.contact_point_entity = p_kept and k.contact_point_primary and k.contact_point_kind = contact_point.contact_point_kind);
  update relationship set relationship_primary = false where relationship_left = p_lost and relationship_primary;
end $$;
comment on function keep_first_choices(bigint, bigint) is 'Before rows move: of two that come first, and of two open stays in one process, the kept record''s stays';

create or replace function row_moves(p_source name, p_key name) returns text
language sql immutable set search_path = public, pg_temp
as $$
  -- rows that the survivor has already stay where they are, and are there when the merge is undone
  select case p_source
    when 'contact_point' then 'not exists (select from contact_point k where k.contact_point_entity = $1
      and k.contact_point_kind = contact_point.contact_point_kind and k.contact_point_normal = contact_point.contact_point_normal)'
    when 'member' then format('not exists (select from member k where k.%1$I = $1 and k.%2$I = member.%2$I)', p_key,
      case p_key when 'member_entity' then 'member_grp' else 'member_entity' end)
    when 'participant' then 'not exists (select from participant k where k.participant_entity = $1
      and k.participant_activity = participant.participant_activity)'
    when 'relationship' then format('%1$I <> $1 and not exists (select from relationship k where k.%2$I = $1 and k.%1$I = relationship.%1$I
      and k.relationship_kind = relationship.relationship_kind
      and k.relationship_start is not distinct from relationship.relationship_start)',
      case p_key when 'relationship_left' then 'relationship_right' else 'relationship_left' end, p_key)
    when 'address' then 'not exists (select from address k where k.address_entity = $1
      and row_key(''address'', normal_address(k)) = row_key(''address'', normal_address(address)))'
    when 'entity' then 'entity_id <> $1'
    else 'true' end
$$;
comment on function row_moves(name, name) is 'SQL that says whether a row of a table moves to the kept record $1, by the column that names the record';
