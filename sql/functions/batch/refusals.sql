-- Writes that the database refused: the reason that letters tell, and how the one to blame is found.

create or replace function rule_reason(p_rule text) returns text
language sql immutable
return case when p_rule = 'deal_lines_agree' then 'lines-differ'
  when p_rule like '%\_currency\_known' then 'not-a-currency'
  when p_rule like '%\_places' then 'too-many-decimals'
  when p_rule ~ '_(amount|price|quantity|budget|revenue)_range$' then 'negative'
  when p_rule ~ '_past$' or p_rule ~ '_range$' then 'not-that-day'
  else 'invalid' end;
comment on function rule_reason(text) is 'The reason that letters tell where a rule of a table refuses a value';

create or replace function is_unfit(p_reason text) returns boolean
language sql immutable
return p_reason in ('invalid', 'not-a-record', 'lines-differ', 'not-a-currency', 'too-many-decimals', 'negative', 'not-that-day');
comment on function is_unfit(text) is 'Whether a refused write waits for a person: its table cannot hold the value, whoever sends it';

create or replace function deal_unit(p_write jsonb) returns text
language plpgsql immutable set search_path = public, pg_temp
as $$
begin
  return case when p_write ->> 'table' = 'deal_line' or p_write ->> 'table' = 'deal' and exists (
      select from jsonb_array_elements(p_write -> 'fields') f where f ->> 'column' in ('deal_amount', 'deal_currency', 'deal_difference'))
    then 'deal ' || (p_write ->> 'entity') end;
end $$;
comment on function deal_unit(jsonb) is
  'The deal whose amount or lines a write is about, which are written together or not at all; null for every other write';

create or replace function write_halves(p_writes jsonb) returns jsonb
language plpgsql immutable set search_path = public, pg_temp
as $$
begin
  -- the amount of a deal and its lines stay together: each alone would not agree with the others
  return (
    with given as (
      select value, nth, coalesce(deal_unit(value), nth::text) as unit from jsonb_array_elements(p_writes) with ordinality w (value, nth)),
    placed as (select unit, row_number() over (order by min(nth)) as place, count(*) over () as units from given group by unit),
    parted as (
      select value, nth, case when units > 1 then place <= units / 2 else nth <= jsonb_array_length(p_writes) / 2 end as is_first
      from given join placed using (unit))
    select jsonb_build_array(jsonb_agg(value order by nth) filter (where is_first),
      jsonb_agg(value order by nth) filter (where not is_first))
    from parted);
end $$;
comment on function write_halves(jsonb) is 'Parts refused writes in two, in their order: [[...], [...]]';

create or replace function is_one_deal(p_writes jsonb) returns boolean
language plpgsql immutable set search_path = public, pg_temp
as $$
begin
  return (select count(distinct coalesce(deal_unit(value), '')) = 1 and max(deal_unit(value)) is not null
    from jsonb_array_elements(p_writes));
end $$;
comment on function is_one_deal(jsonb) is 'Whether these writes are about the amount and lines of one deal, and nothing else';
