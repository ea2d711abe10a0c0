-- A stay in a stage: entered, ended by the next one, never moved to another record.

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
  select t.development_tracking_round
    + case when development_stage_outcome is not null and process.development_process_repeat then 1 else 0 end
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

create or replace function stage_now(p_entity bigint, p_process text) returns text
language sql stable security invoker set search_path = public, pg_temp
as $$
  select development_stage_hid from development_tracking join development_stage on development_stage_id = development_tracking_stage
  join development_process on development_process_id = development_tracking_process
  where development_tracking_entity = p_entity and development_tracking_finished is null and development_process_hid = p_process
$$;
comment on function stage_now(bigint, text) is 'The stage of a process in which a record is, as far as the caller sees it';
