-- @name deals/outcomes
-- @about Outcomes of processes by month: won and lost, done and stopped.
-- @use people
-- @returns many
-- @column month date null Month
-- @column process text null Process
-- @column outcome text null Outcome
-- @column records bigint null Records
-- @column amount numeric null Amount
-- @column currency text null Currency
select outcome_month as month, outcome_process as process, outcome_outcome as outcome, outcome_records as records, outcome_amount as amount,
  outcome_currency as currency
from outcome_rep order by outcome_month, outcome_process, outcome_outcome, outcome_currency
