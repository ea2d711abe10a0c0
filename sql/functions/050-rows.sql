-- Values that tables keep for themselves, so that an interface may send explicit nulls.

create or replace function contact_proven() returns boolean
language sql stable
-- what an import writes is proven by the person whom the record is about; at a keyboard the office vouches for what it enters
return case when session_user = 'satchel_import' then acting_subject() is not null
  else is_office() or pg_has_role(acting_role(), 'satchel_owner', 'member') end;
comment on function contact_proven() is 'Whether a contact point that is written now counts as verified: values go to such addresses only';

create or replace function contact_point_keep() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  as_before boolean := false;
begin
  new.contact_point_normal := coalesce(normal_value(
    'contact', lookup_value(new.contact_point_kind), new.contact_point_value,
    coalesce((select instance_calling_code from instance), '')), '');
  new.contact_point_primary := coalesce(new.contact_point_primary, false);
  if tg_op = 'UPDATE' then
    -- shown to be this person's, as this kind: moved to another record it is not, but by the office to
    -- the other record of a merge
    as_before := new.contact_point_normal = old.contact_point_normal and new.contact_point_kind = old.contact_point_kind
      and (new.contact_point_entity = old.contact_point_entity or contact_proven() and exists (select from record_merge
        where least(record_merge_kept, record_merge_lost) = least(new.contact_point_entity, old.contact_point_entity)
          and greatest(record_merge_kept, record_merge_lost) = greatest(new.contact_point_entity, old.contact_point_entity)
          and record_merge_undone is null));
  end if;
  if as_before then
    if not contact_proven() then
      -- that letters came back, or are refused, is told by the program's logins, and taken back by who vouches for the address
      new.contact_point_bounced := case when session_user in ('satchel_import', 'satchel_dispatch') then new.contact_point_bounced else old.contact_point_bounced end;
      new.contact_point_verified := coalesce(old.contact_point_verified, case when session_user = 'satchel_import' then new.contact_point_verified end);
    end if;
  else
    -- another address has come back from nowhere, and nobody has shown yet that it is theirs
    new.contact_point_bounced := case when tg_op = 'INSERT' and (contact_proven() or session_user = 'satchel_import') then new.contact_point_bounced end;
    new.contact_point_verified := case
      -- moved and nothing else: the office entered it as somebody else's
      when tg_op = 'UPDATE' and new.contact_point_normal = old.contact_point_normal and new.contact_point_kind = old.contact_point_kind then null
      when contact_proven() then coalesce(case when tg_op = 'INSERT' then new.contact_point_verified end, clock_timestamp()) end;
  end if;
  return new;
end $$;

create or replace function activity_keep() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  new.activity_created := case when tg_op = 'INSERT' then clock_timestamp() else old.activity_created end;
  new.activity_creator := case when tg_op = 'INSERT' then acting_role() else old.activity_creator end;
  new.activity_status := coalesce(new.activity_status, 'open');
  new.activity_private := coalesce(new.activity_private, false);
  if tg_op = 'UPDATE' and old.activity_creator <> acting_role() and not pg_has_role(acting_role(), 'satchel_owner', 'member') then
    if new.activity_private and not old.activity_private then
      raise exception 'only its creator makes a note private' using errcode = '42501';
    elsif new.activity_entity is distinct from old.activity_entity
      and not is_office() and not pg_has_role(acting_role(), 'satchel_manager', 'member') then
      -- those who see the old record would look for it in vain; taking it on first makes it no less theirs
      raise exception 'a colleague''s activity is put with another record by its creator, a manager or the office'
        using errcode = '42501';
    elsif new.activity_staff is distinct from old.activity_staff and old.activity_staff is distinct from my_staff()
      -- open work that nobody has may be taken on; reopening what a colleague did does not make it free
      and (old.activity_staff is not null or old.activity_status not in ('open', 'active'))
      and not is_office() and not pg_has_role(acting_role(), 'satchel_manager', 'member') then
      raise exception 'a colleague''s activity is given to somebody else by that colleague, its creator, a manager or the office'
        using errcode = '42501';
    end if;
  end if;
  return new;
end $$;

create or replace function consent_keep() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  if tg_op <> 'INSERT' then
    -- the one change that is let through: the record it pointed to was removed, the mark stays
    if tg_op = 'UPDATE' and new.consent_entity is null and old.consent_entity is not null
      and to_jsonb(new) - 'consent_entity' = to_jsonb(old) - 'consent_entity' then
      return new;
    end if;
    raise exception 'consent is append-only: add the newer answer as a row' using errcode = '42501';
  end if;
  new.consent_creator := acting_role();
  -- an answer from the future would outweigh every later one
  new.consent_received := least(coalesce(new.consent_received, clock_timestamp()), clock_timestamp());
  new.consent_purpose := coalesce(new.consent_purpose, 'all');
  -- at a keyboard the office vouches for the yes that it enters
  new.consent_evidence := case when new.consent_given then coalesce(new.consent_evidence, case when session_user = 'satchel_import' then 'weak' else 'strong' end) end;
  return new;
end $$;

create or replace function development_step() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  process development_process;
  round_now integer;
begin
  -- Entering a stage ends the stay before it; a process tracks the type of record it is made for.
  select p.* into process from development_process p
  join development_stage on development_stage_process = development_process_id
  where development_stage_id = new.development_tracking_stage;
  new.development_tracking_process := process.development_process_id;
  new.development_tracking_entered := coalesce(new.development_tracking_entered, clock_timestamp());
  perform from entity where entity_id = new.development_tracking_entity for share;
  if process.development_process_entity is not null and not exists (
    select from entity where entity_id = new.development_tracking_entity and entity_type = process.development_process_entity) then
    raise exception 'the process "%" is not for this type of record', process.development_process_hid
      using errcode = '23514', constraint = 'development_tracking_type';
  end if;
  -- a record that comes back to a repeatable process after its end starts a new round; else it stays in the round it is in
  select t.development_tracking_round + case when development_stage_outcome is not null and process.development_process_repeat then 1 else 0 end
  into round_now
  from development_tracking t join development_stage on development_stage_id = t.development_tracking_stage
  where t.development_tracking_entity = new.development_tracking_entity
    and t.development_tracking_process = new.development_tracking_process
  order by t.development_tracking_entered desc, t.development_tracking_id desc limit 1;
  new.development_tracking_round := greatest(new.development_tracking_round, round_now, 1);
  update development_tracking
  set development_tracking_finished = greatest(development_tracking_entered, new.development_tracking_entered)
  where development_tracking_entity = new.development_tracking_entity
    and development_tracking_process = new.development_tracking_process and development_tracking_finished is null
    and development_tracking_id is distinct from new.development_tracking_id;
  if new.development_tracking_round > 1 and not process.development_process_repeat then
    raise exception 'the process "%" is gone through once', process.development_process_hid
      using errcode = '23514', constraint = 'development_tracking_round';
  end if;
  return new;
end $$;

create or replace function development_stay() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  -- nobody removes where a record stood, and moving it would remove it; a merge of the office takes it along
  if not is_office() and not pg_has_role(acting_role(), 'satchel_owner', 'member') then
    raise exception 'in which stages a record stood stays with it' using errcode = '42501';
  end if;
  return new;
end $$;

create or replace function default_keep() returns trigger
language plpgsql set search_path = public, pg_temp
as $$
declare
  given jsonb := to_jsonb(new);
  filled text;
begin
  -- Interfaces that write explicit nulls get the column's default all the same. Arguments: column, default, column, default ...
  for i in 0..tg_nargs - 2 by 2 loop
    if given -> tg_argv[i] = 'null' then
      execute 'select (' || tg_argv[i + 1] || ')::text' into filled;
      new := jsonb_populate_record(new, jsonb_build_object(tg_argv[i], filled));
    end if;
  end loop;
  return new;
end $$;

create or replace function reference_keep() returns trigger
language plpgsql volatile security invoker set search_path = public, pg_temp
as $$
declare
  given jsonb := to_jsonb(new);
  before jsonb := case when tg_op = 'UPDATE' then to_jsonb(old) else '{}' end;
  seen boolean;
begin
  -- A foreign key looks past row security, and so tells which rows there are. Arguments: column, table that it points into, rule ...
  for i in 0..tg_nargs - 3 by 3 loop
    if given ->> tg_argv[i] is not null and given -> tg_argv[i] is distinct from before -> tg_argv[i] and row_security_active(tg_argv[i + 1]) then
      if tg_argv[i + 1] = 'entity' then
        seen := entity_seen((given ->> tg_argv[i])::bigint); -- the common one, whose plan is kept: a load asks it for each record
      else
        execute format('select exists (select from %I where %I = $1)', tg_argv[i + 1], tg_argv[i + 1] || '_id')
        into seen using (given ->> tg_argv[i])::bigint;
      end if;
      if not seen then
        raise exception 'what % names is not there, or not yours to see', tg_argv[i]
          using errcode = '42501', table = tg_table_name, column = tg_argv[i], constraint = tg_argv[i + 2];
      end if;
    end if;
  end loop;
  return new;
end $$;
