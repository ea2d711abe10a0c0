-- A stage with an outcome closes its deal or ticket, and leaving it opens that again.

create or replace function stage_closes(p_entity bigint, p_stage bigint, p_entered timestamptz) returns void
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
declare
  ending development_stage;
begin
  select * into ending from development_stage where development_stage_id = p_stage;
  -- the day on which somebody closed it by hand stays; that of an ending before this one does not
  update deal set deal_closed = case when deal_outcome is null then coalesce(deal_closed, p_entered::date) else p_entered::date end,
    deal_outcome = ending.development_stage_outcome,
    deal_probability = case ending.development_stage_outcome when 'won' then 100 when 'lost' then 0
      else coalesce(ending.development_stage_probability, deal_probability) end
  where deal_id = p_entity;
  update ticket set ticket_closed = p_entered where ticket_id = p_entity and ticket_closed is null;
end $$;
comment on function stage_closes(bigint, bigint, timestamptz) is 'Closes the deal or ticket that entered an ending stage';

create or replace function stage_reopens(p_entity bigint, p_stage bigint) returns void
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
declare
  likely integer := (select development_stage_probability from development_stage where development_stage_id = p_stage);
begin
  -- it may have ended in another process, too
  if exists (select from development_tracking join development_stage on development_stage_id = development_tracking_stage
    where development_tracking_entity = p_entity and development_tracking_finished is null and development_stage_outcome is not null) then
    return;
  end if;
  update deal set deal_closed = null, deal_outcome = null,
    deal_probability = case when deal_outcome in ('won', 'lost') then likely else coalesce(likely, deal_probability) end
  where deal_id = p_entity;
  update ticket set ticket_closed = null where ticket_id = p_entity and ticket_closed is not null;
end $$;
comment on function stage_reopens(bigint, bigint) is 'Opens the deal or ticket again that left an ending stage';

create or replace function development_end() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  -- the stay that this row is, or that it comes after
  before bigint := case when tg_op <> 'INSERT' then old.development_tracking_stage else (
    select development_tracking_stage from development_tracking
    where development_tracking_entity = new.development_tracking_entity and development_tracking_process = new.development_tracking_process
      and development_tracking_id <> new.development_tracking_id
    order by development_tracking_entered desc, development_tracking_id desc limit 1) end;
begin
  if tg_op = 'DELETE' then
    if old.development_tracking_finished is null and exists (select from development_stage
      where development_stage_id = before and development_stage_outcome is not null) then
      perform stage_reopens(old.development_tracking_entity, null);
    end if;
  elsif new.development_tracking_finished is not null then
    -- a stage that was left already says nothing about now
    return null;
  elsif exists (select from development_stage where development_stage_id = new.development_tracking_stage
    and development_stage_outcome is not null) then
    perform stage_closes(new.development_tracking_entity, new.development_tracking_stage, new.development_tracking_entered);
  elsif exists (select from development_stage where development_stage_id = before and development_stage_outcome is not null) then
    perform stage_reopens(new.development_tracking_entity, new.development_tracking_stage);
  end if;
  return null;
end $$;
comment on function development_end() is 'An ending stage closes its deal or ticket, and leaving it opens that again';
