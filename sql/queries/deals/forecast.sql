-- @name deals/forecast
-- @about Expected amounts of open deals, by month and currency.
-- @use people
-- @returns many
-- @column month date null Month
-- @column currency text null Currency
-- @column deals bigint null Deals
-- @column amount numeric null Amount
-- @column weighted numeric null By probability
select forecast_month as month, forecast_currency as currency, forecast_deals as deals,
  forecast_amount as amount, forecast_weighted as weighted
from forecast_rep order by forecast_month, forecast_currency
