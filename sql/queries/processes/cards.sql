-- @name processes/cards
-- @call boardCards
-- @about The first records in each stage of a process: the longest stay first, of ended ones the latest.
-- @use people
-- @param process text Process
-- @param staff text= Short name of an owner; empty: of everybody, and of nobody
-- @param stuck boolean=false Only those that are too long in their stage
-- @param limit integer=20 How many of a stage
-- @returns many
-- @column stage text not-null Stage
-- @column entity bigint not-null Entity
-- @column hid text null Human id
-- @column name text not-null Name
-- @column owner text null Owner
-- @column since text null Since, as year-month-day
-- @column days integer null Days
-- @column over integer null Days too long, if any
-- @column amount text null What a deal is worth
-- @column currency text null In which money
select development_stage_hid as stage, entity_id as entity, record_hid(entity_id) as hid, entity_name as name,
  (select o.entity_name from entity o where o.entity_id = first.entity_owner) as owner, entered::date::text as since,
  now()::date - entered::date as days,
  case when development_stage_outcome is null and entered < now() - make_interval(days => development_stage_days)
    then now()::date - entered::date - development_stage_days end as over,
  (select deal_worth(deal_id, deal_amount, deal_currency)::text from deal where deal_id = entity_id) as amount,
  (select deal_currency from deal where deal_id = entity_id) as currency
from development_process join development_stage on development_stage_process = development_process_id
cross join lateral (
  select entity_id, entity_name, entity_owner, development_tracking_entered as entered
  from development_tracking join entity on entity_id = development_tracking_entity
  where development_tracking_stage = development_stage_id and development_tracking_finished is null
    and entity_deleted is null and entity_merged is null
    and ($2::text = '' or entity_owner = (select staff_id from staff where staff_hid = lower($2::text)))
    and (not $3::boolean or development_stage_outcome is null
      and development_tracking_entered < now() - make_interval(days => development_stage_days))
  order by case when development_stage_outcome is null then development_tracking_entered end, development_tracking_entered desc,
    entity_id
  limit $4::integer) first
where development_process_hid = $1::text
order by development_stage_sort, development_stage_id,
  case when development_stage_outcome is null then entered end, entered desc, entity_id
