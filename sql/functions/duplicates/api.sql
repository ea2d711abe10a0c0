-- Pairs of people that may be one: looked for among all, or beside those who are new since the last look; and decided on. What a person
-- has decided is never asked again. The tables duplicate_work_... are made and dropped inside the transaction: not logged, and nobody
-- else sees them. Two records become one by merge_records: one transaction, and the audit can undo it.

create or replace function find_duplicates(p_least numeric, p_all boolean default false) returns bigint
language plpgsql volatile security definer set search_path = public, pg_temp set work_mem = '128MB' set client_min_messages = notice
as $$
declare
  run duplicate_run;
  last duplicate_run;
  t name;
begin
  if not is_office() then
    raise exception 'duplicates are looked for by the office' using errcode = '42501';
  elsif p_least is null or p_least <= 0 or p_least > 1 then
    raise exception 'a least score is above 0, up to 1' using errcode = '22023';
  end if;
  -- one look at a time, and nobody is erased meanwhile
  lock table duplicate_run, duplicate_look in share row exclusive mode;
  -- after a large load the server's own figures may be old, and its plan would take ten times as long
  analyze entity, person, contact_point, address;
  raise notice 'duplicates: 1 of 5, people are read';
  create unlogged table duplicate_work_changed as
  with alive as (select entity_id as id, entity_version as version from person join entity on entity_id = person_id
    where entity_deleted is null and entity_merged is null)
  select coalesce(id, duplicate_look_id) as id from alive full join duplicate_look on duplicate_look_id = id
  where version is distinct from duplicate_look_version;
  analyze duplicate_work_changed;
  select * into last from duplicate_run order by duplicate_run_id desc limit 1;
  run := last;
  run.duplicate_run_by := acting_role();
  run.duplicate_run_at := clock_timestamp();
  run.duplicate_run_least := p_least;
  select md5(coalesce(string_agg(duplicate_rule_hid || duplicate_rule_points, ' ' order by duplicate_rule_hid),
    '')) into run.duplicate_run_rules from duplicate_rule;
  select count(*) into run.duplicate_run_changed from duplicate_work_changed;
  select count(*) into run.duplicate_run_people from person join entity on entity_id = person_id
  where entity_deleted is null and entity_merged is null;
  run.duplicate_run_whole := p_all or last.duplicate_run_id is null or last.duplicate_run_rules <> run.duplicate_run_rules
    or last.duplicate_run_least <> p_least
    or run.duplicate_run_changed > greatest(run.duplicate_run_people, 50) / 5;
  perform look_at_people(run.duplicate_run_whole);
  raise notice 'duplicates: 2 of 5, who is near whom';
  run.duplicate_run_pairs := pair_people(run.duplicate_run_whole);
  raise notice 'duplicates: 3 of 5, % pairs are compared', run.duplicate_run_pairs;
  perform compare_pairs();
  if run.duplicate_run_whole then
    raise notice 'duplicates: 4 of 5, weights are learned';
    run := weigh_duplicates(run);
  end if;
  raise notice 'duplicates: 5 of 5, pairs are scored';
  perform score_duplicates(run.duplicate_run_learned_people, run.duplicate_run_person_share, run.duplicate_run_household_share);
  perform write_duplicates(run.duplicate_run_whole, p_least);
  run.duplicate_run_id := nextval(pg_get_serial_sequence('duplicate_run', 'duplicate_run_id'));
  insert into duplicate_run select run.*;
  for t in select relname from pg_class where relnamespace = 'public'::regnamespace
    and relname like 'duplicate\_work\_%' and relkind = 'r' loop
    execute format('drop table public.%I', t);
  end loop;
  return (select count(*) from duplicate where duplicate_status = 'open' and duplicate_score >= p_least);
end $$;
comment on function find_duplicates(numeric, boolean) is $$Searches for pairs of people that may be the same person, only for new people or among all; returns the number of open pairs of this score or more
@query duplicates/find @call findDuplicates @param least Least score @param all Compare everybody again
@column pairs null Open pairs$$;

create or replace function decide_different(p_pair bigint) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
begin
  if not is_office() then
    raise exception 'whether two records are one is decided by the office' using errcode = '42501';
  end if;
  update duplicate set duplicate_status = 'different', duplicate_decider = acting_role(), duplicate_decided = clock_timestamp()
  where duplicate_id = p_pair and duplicate_status = 'open';
  return found;
end $$;
comment on function decide_different(bigint) is $$Marks a pair of records as different; false if the pair is not open
@query duplicates/different @call decideDifferent @param pair Pair @column done null Whether it was open$$;

create or replace function set_duplicate_points(p_rule text, p_points numeric) returns boolean
language plpgsql volatile security invoker set search_path = public, pg_temp
as $$
begin
  update duplicate_rule set duplicate_rule_points = p_points where duplicate_rule_hid = p_rule;
  return found;
end $$;
comment on function set_duplicate_points(text, numeric) is $$Sets the points of a rule, -1 to 1; false if there is no such rule
@query duplicates/tune @call tuneDuplicates @param rule Its name @param points -1 to 1; the shipped value changes nothing @column done$$;

create or replace function merge_records(p_kept bigint, p_lost bigint, p_take text[] default '{}') returns jsonb
language plpgsql volatile security invoker set search_path = public, pg_temp
as $$
declare
  kept entity;
  lost entity;
  subtype name;
  t record;
  moved jsonb := '{}';
  touched bigint;
  merge_id bigint;
begin
  merge_id := begin_merge(p_kept, p_lost);
  select * into kept from entity where entity_id = p_kept;
  select * into lost from entity where entity_id = p_lost;
  select entity_type_table into subtype from entity_type where entity_type_id = kept.entity_type;

  perform keep_first_choices(p_kept, p_lost);

  for t in
    select source, key, natural_key from record_tables() where part <> 'subtype' and key <> source || '_id'
    union all select source, key, '{}' from record_references()
  loop
    execute format('update %1$I set %2$I = $1 where %2$I = $2 and %3$s', t.source, t.key, row_moves(t.source, t.key, t.natural_key))
    using p_kept, p_lost;
    get diagnostics touched = row_count;
    if touched > 0 then
      moved := moved || jsonb_build_object(t.source, coalesce((moved ->> t.source)::bigint, 0) + touched);
    end if;
  end loop;
  -- a parent that was merged into its own child
  update entity set entity_parent = lost.entity_parent where entity_id = p_kept and entity_parent = p_lost;

  perform fill_gaps(subtype, p_kept, p_lost, fields_to_take(subtype, p_take));
  perform end_merge(merge_id);
  return jsonb_build_object('merge', merge_id, 'kept', p_kept, 'lost', p_lost, 'moved', moved);
end $$;
comment on function merge_records(bigint, bigint, text[]) is $$Merges the second record into the first, with the caller's rights: {merge, kept, lost, moved: rows by table}
@query duplicates/merge @call mergeRecords @param kept Surviving record @param lost Record to merge into the other
@param take Fields whose value comes from the other @column merged null Result
@shape { merge: number, kept: number, lost: number, moved: Record<string, number> }$$;

create or replace function undo_merge(p_merge bigint) returns jsonb
language plpgsql volatile security definer set search_path = public, pg_temp set timezone = 'UTC'
as $$
declare
  merge record_merge;
  done record;
  columns text;
  touched bigint;
  undone bigint := 0;
  left_alone bigint := 0;
begin
  if not is_office() then
    raise exception 'a merge is undone by the office' using errcode = '42501';
  end if;
  select * into merge from record_merge where record_merge_id = p_merge for update;
  if merge.record_merge_id is null or merge.record_merge_undone is not null then
    raise exception 'there is no such merge, or it was undone already' using errcode = '23514', constraint = 'record_merge';
  end if;
  perform from entity where entity_id in (merge.record_merge_kept, merge.record_merge_lost) order by entity_id for update;
  -- the writes of the merge, backwards, as the audit has them; a value that somebody has changed since stays as it is now
  for done in
    select audit_table as source, audit_row as row, audit_verb as verb, audit_content_old as before, audit_content_new as after
    from audit join audit_content on audit_content_id = audit_id
    where audit_tx = merge.record_merge_tx and audit_id >= merge.record_merge_first
      and audit_id <= coalesce(merge.record_merge_last, audit_id)
      and audit_table <> 'duplicate' and is_of_merge(merge, audit_entity, audit_content_old, audit_content_new)
    order by audit_id desc
  loop
    if done.verb = 'update' then
      select string_agg(quote_ident(key), ', ') into columns from jsonb_object_keys(done.before) key;
      execute format('update %1$I t set (%2$s) = (select %2$s from jsonb_populate_record(null::%1$I, $1)) where '
        '%3$I = $2 and to_jsonb(t) @> $3',
        done.source, columns, done.source || '_id')
      using done.before, done.row, done.after;
    elsif done.verb = 'insert' then
      execute format('delete from %I where %I = $1', done.source, done.source || '_id') using done.row;
    end if;
    get diagnostics touched = row_count;
    if touched > 0 then
      undone := undone + 1;
    else
      left_alone := left_alone + 1;
    end if;
  end loop;
  update change set change_entity = merge.record_merge_lost where change_id = any (merge.record_merge_holds) and change_outcome = 'held';
  update duplicate set duplicate_status = 'different', duplicate_decider = acting_role(), duplicate_decided = clock_timestamp()
  where duplicate_left = least(merge.record_merge_kept, merge.record_merge_lost)
    and duplicate_right = greatest(merge.record_merge_kept, merge.record_merge_lost);
  update record_merge set record_merge_undone = clock_timestamp(), record_merge_undoer = acting_role() where record_merge_id = p_merge;
  return jsonb_build_object('merge', p_merge, 'undone', undone, 'kept', left_alone);
end $$;
comment on function undo_merge(bigint) is $$Undoes a merge from the audit: {undone: rows, kept: rows that have changed since and stay unchanged}
@query duplicates/undo @call undoMerge @param merge Merge @column undone null Result
@shape { merge: number, undone: number, kept: number }$$;
