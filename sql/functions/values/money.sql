-- Money: which amounts, prices and currencies a table takes. Each function tells every fault of a row; a trigger refuses those of new and
-- changed values (values_keep), and satchel verify lists those of rows that were there before. A check of the table would also stop a
-- restore of such rows, and every other change of them.

create or replace function amount_fault(p_name text, p_amount numeric) returns text
language sql immutable set search_path = public, pg_temp
as $$
  -- NaN is above every number
  select case when p_amount < 0 then format('%s is not below 0', p_name)
    when p_amount >= 1000000000000000 then format('%s has 15 digits at most', p_name) end
$$;
comment on function amount_fault(text, numeric) is 'Why a number is no amount, price or quantity: a sentence; null where it is one';

create or replace function places_fault(p_amount numeric, p_currency text) returns text
language plpgsql immutable set search_path = public, pg_temp
as $$
declare
  places integer := currency_places(p_currency);
begin
  if p_amount is null or places is null or scale(trim_scale(p_amount)) <= places then
    return null;
  end if;
  return case when places = 0 then format('%s has no smaller unit: %s is no amount in it', p_currency, trim_scale(p_amount))
    else format('%s has %s decimals: %s is no amount in it', p_currency, places, trim_scale(p_amount)) end;
end $$;
comment on function places_fault(numeric, text) is 'Why an amount has more decimals than its currency: a sentence; null where it has not';

create or replace function deal_faults(p deal) returns table (fields name[], rule name, fault text)
language plpgsql stable set search_path = public, pg_temp
as $$
begin
  return query
    select v.* from (values
      ('{deal_currency}'::name[], 'deal_currency_known'::name, currency_fault(p.deal_currency, p.deal_closed)),
      ('{deal_amount}', 'deal_amount_range', case when p.deal_amount < 0
        then 'an amount is not below 0: what is paid back is a deal of the kind "credit"'
        else amount_fault('an amount', p.deal_amount) end),
      ('{deal_amount,deal_currency}', 'deal_amount_places', places_fault(p.deal_amount, p.deal_currency)),
      ('{deal_expected}', 'deal_expected_range', day_fault(p.deal_expected, 20)),
      ('{deal_valid}', 'deal_valid_range', day_fault(p.deal_valid, 100)),
      ('{deal_closed}', 'deal_closed_past', done_fault(p.deal_closed))) v (fields, rule, fault)
    where v.fault is not null;
end $$;
comment on function deal_faults(deal) is 'What is wrong with the money and the days of a deal, and in which columns';

create or replace function deal_line_faults(p deal_line) returns table (fields name[], rule name, fault text)
language plpgsql stable set search_path = public, pg_temp
as $$
begin
  return query
    select v.* from (values
      ('{deal_line_price}'::name[], 'deal_line_price_range'::name, case when p.deal_line_price < 0
        then 'a price is not below 0: take a discount, or say in the deal why its amount differs from its lines'
        else amount_fault('a price', p.deal_line_price) end),
      ('{deal_line_quantity}', 'deal_line_quantity_range', case when p.deal_line_quantity < 0
        then 'a quantity is not below 0: goods that come back are a deal of the kind "credit"'
        else amount_fault('a quantity', p.deal_line_quantity) end)) v (fields, rule, fault)
    where v.fault is not null;
end $$;
comment on function deal_line_faults(deal_line) is 'What is wrong with the numbers of a line, and in which columns';

create or replace function product_faults(p product) returns table (fields name[], rule name, fault text)
language plpgsql stable set search_path = public, pg_temp
as $$
begin
  return query
    select v.* from (values
      ('{product_currency}'::name[], 'product_currency_known'::name, currency_fault(p.product_currency, null)),
      ('{product_price}', 'product_price_range', amount_fault('a price', p.product_price))) v (fields, rule, fault)
    where v.fault is not null;
end $$;
comment on function product_faults(product) is 'What is wrong with the price of goods, and in which columns';

create or replace function grp_faults(p grp) returns table (fields name[], rule name, fault text)
language plpgsql immutable set search_path = public, pg_temp
as $$
begin
  return query
    select '{grp_budget}'::name[], 'grp_budget_range'::name, f from amount_fault('a budget', p.grp_budget) f where f is not null;
end $$;
comment on function grp_faults(grp) is 'What is wrong with the budget of a group';

create or replace function organization_faults(p organization) returns table (fields name[], rule name, fault text)
language plpgsql immutable set search_path = public, pg_temp
as $$
begin
  return query
    select '{organization_revenue}'::name[], 'organization_revenue_range'::name, f
    from amount_fault('a revenue', p.organization_revenue) f where f is not null;
end $$;
comment on function organization_faults(organization) is 'What is wrong with the revenue of an organisation';
