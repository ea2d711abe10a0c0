-- A deal's amount and its lines: they agree, or the deal says why not. An amount that nobody gave is what the lines make. Every writer of a
-- line changes the version of its deal, so two who change lines at once wait for each other, and the second one is checked with the first.

create or replace function deal_total(p_deal bigint, p_currency text) returns numeric
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
begin
  -- each line to the smallest coin, as an invoice shows it
  return (select sum(round(deal_line_quantity * deal_line_price * (100 - deal_line_discount) / 100,
      coalesce(currency_places(p_currency), 6)))
    from deal_line where deal_line_deal = p_deal);
end $$;
comment on function deal_total(bigint, text) is 'What the lines of a deal make in a currency; null where there are none';

create or replace function deal_sign(p_kind bigint) returns integer
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
begin
  return case lookup_value(p_kind) when 'credit' then -1 else 1 end;
end $$;
comment on function deal_sign(bigint) is 'What a deal of a kind counts in a sum: a credit note is paid back';

create or replace function deal_disagreement(p_deal bigint) returns text
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
declare
  here deal;
  total numeric;
begin
  select * into here from deal where deal_id = p_deal;
  if here.deal_amount is null or here.deal_difference is not null then
    return null;
  end if;
  total := deal_total(p_deal, here.deal_currency);
  -- some programs round the sum alone
  if total is null or total = here.deal_amount or here.deal_amount = (
    select round(sum(deal_line_quantity * deal_line_price * (100 - deal_line_discount) / 100),
      coalesce(currency_places(here.deal_currency), 6))
    from deal_line where deal_line_deal = p_deal) then
    return null;
  end if;
  return format('the amount of %s is %s %s, and its lines make %s %s: change one of them, leave the amount empty, or say in the field '
    '"difference" why', here.deal_hid, trim_scale(here.deal_amount), here.deal_currency, trim_scale(total), here.deal_currency);
end $$;
comment on function deal_disagreement(bigint) is
  'Why a deal''s amount and its lines do not agree, with both figures: a sentence; null where they do, or where it says why';

create or replace function deal_agree() returns trigger
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
declare
  touched bigint;
  fault text;
begin
  -- at the end of the transaction: lines and amount change in one, in any order. All lines count, also those that the writer cannot see
  foreach touched in array array(select distinct id from unnest(array[
    case when tg_op <> 'DELETE' then coalesce(to_jsonb(new) ->> 'deal_line_deal', to_jsonb(new) ->> 'deal_id')::bigint end,
    case when tg_op <> 'INSERT' then coalesce(to_jsonb(old) ->> 'deal_line_deal', to_jsonb(old) ->> 'deal_id')::bigint end]) id
    where id is not null) loop
    fault := deal_disagreement(touched);
    if fault is not null then
      raise exception '%', fault using errcode = '23514', constraint = 'deal_lines_agree', table = 'deal', column = 'deal_amount';
    end if;
  end loop;
  return null;
end $$;
