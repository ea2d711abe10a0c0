-- An installation takes those of the shipped processes that it wants, and changes them as it likes. And records enter their stages.

create or replace function add_process(p_process text) returns text
language plpgsql volatile security invoker set search_path = public, pg_temp
as $$
declare
  made bigint;
begin
  insert into development_type (development_type_hid, development_type_name)
  select distinct family, initcap(family) from shipped_stages() where process = p_process
  on conflict (development_type_hid) do nothing;
  insert into development_process (development_process_hid, development_process_type, development_process_name,
    development_process_entity, development_process_repeat)
  select distinct process, development_type_id, process_name, entity_type_id, repeat
  from shipped_stages() join development_type on development_type_hid = family left join entity_type on entity_type_hid = entity
  where process = p_process
  on conflict (development_process_hid) do nothing
  returning development_process_id into made;
  if made is null then
    return case when exists (select from shipped_stages() where process = p_process) then 'there already' else 'not known' end;
  end if;
  insert into development_stage (development_stage_hid, development_stage_process, development_stage_name,
    development_stage_sort, development_stage_outcome,
    development_stage_days, development_stage_probability, development_stage_task, development_stage_wait, development_stage_form,
    development_stage_kind)
  select process || '-' || stage, made, stage_name, sort, outcome, days, probability, task, wait,
    form, lookup_find('activity-kind', kind) from shipped_stages() where process = p_process;
  return 'added';
end $$;
comment on function add_process(text) is $$Adds one of the shipped processes: added, already there, or not known
@query processes/add @call addProcess @param process Process @column result null Result$$;

create or replace function enter_stage(p_entity bigint, p_stage text, p_note text) returns bigint
language sql volatile security invoker set search_path = public, pg_temp
as $$
  insert into development_tracking (development_tracking_entity, development_tracking_stage,
    development_tracking_owner, development_tracking_note)
  select p_entity, development_stage_id, my_staff(), nullif(btrim(p_note), '') from development_stage where development_stage_hid = p_stage
  returning development_tracking_id
$$;
comment on function enter_stage(bigint, text, text) is $$A record enters a stage, and leaves its earlier stage of that process; null if there is no such stage
@query processes/enter @call enterStage @param entity Entity @param stage Stage @param note null Note @column tracking null Stay$$;

-- Which contacts do what was to be done: an attempt is none of them.
-- In plpgsql, since the lists of outcomes are made after the functions.
create or replace function has_reached(p_activity activity) returns boolean
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
begin
  return p_activity.activity_status = 'done' and lookup_value(p_activity.activity_kind) <> 'note'
    -- somebody who is to be called back was not spoken with
    and coalesce(lookup_value(p_activity.activity_outcome), '') <> all (unreached_outcomes() || 'call-back'::text);
end $$;
comment on function has_reached(activity) is
  'Whether an activity was done and was no attempt: it reached them, or names no outcome';

create or replace function does_task(p_activity activity, p_kind bigint) returns boolean
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
begin
  return has_reached(p_activity) and (p_kind is null or p_kind = p_activity.activity_kind
    -- a report with a place was written there
    or lookup_value(p_kind) = 'visit'
      and (p_activity.activity_place is not null or lookup_value(p_activity.activity_kind) = 'meeting'));
end $$;
comment on function does_task(activity, bigint) is
  'Whether an activity does the task of a stage that asks for a kind of contact; null: for any';

create or replace function deal_worth(p_deal bigint, p_amount numeric, p_currency text) returns numeric
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
begin
  -- by its columns: who reads numbers alone may not read the whole row
  return coalesce(p_amount, deal_total(p_deal, p_currency));
end $$;
comment on function deal_worth(bigint, numeric, text) is 'The amount of a deal: as it was given, or what its lines make';
