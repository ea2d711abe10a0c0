-- @name processes/columns
-- @call boardColumns
-- @about The stages of a process, with what stands in each: how many records, how many too long, and their money where they are deals.
-- @use people
-- @param process text Process
-- @param staff text= Short name of an owner; empty: of everybody, and of nobody
-- @param most integer=1000 Where counting ends
-- @returns many
-- @column process text not-null Name of the process
-- @column type text null Type of its records
-- @column stage text not-null Stage
-- @column name text not-null Name of the stage
-- @column outcome text null Outcome
-- @column days integer null Days that it may take
-- @column records bigint checked Records, one more than the most where there are more
-- @column stuck bigint checked Of these, too long
-- @column amounts jsonb null What the deals among them are worth
-- @shape { currency: string, amount: string }[]
select development_process_name as process,
  (select entity_type_hid from entity_type where entity_type_id = development_process_entity) as type,
  development_stage_hid as stage, development_stage_name as name, development_stage_outcome as outcome, development_stage_days as days,
  counted.records, counted.stuck, counted.amounts
from development_process join development_stage on development_stage_process = development_process_id
cross join lateral (
  with here as materialized (
    select entity_id as id, development_tracking_entered < now() - make_interval(days => development_stage_days) as too_long
    from development_tracking join entity on entity_id = development_tracking_entity
    where development_tracking_stage = development_stage_id and development_tracking_finished is null
      and entity_deleted is null and entity_merged is null
      and ($2::text = '' or entity_owner = (select staff_id from staff where staff_hid = lower($2::text)))
    limit $3::integer + 1)
  select count(*) as records, count(*) filter (where too_long) as stuck, (
    select jsonb_agg(jsonb_build_object('currency', currency, 'amount', amount::text) order by currency) from (
      select deal_currency as currency, sum(deal_worth(deal_id, deal_amount, deal_currency)) as amount from here join deal on deal_id = id
      where deal_currency is not null group by deal_currency) worth where amount is not null) as amounts
  from here) counted
where development_process_hid = $1::text order by development_stage_sort, development_stage_id
