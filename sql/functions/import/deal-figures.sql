-- The two figures of a deal that a reply would make disagree, for the letter about it.

create or replace function deal_figures(p_reply bigint, p_deal bigint) returns jsonb
language plpgsql stable security definer set search_path = public, pg_temp
as $$
declare
  here deal;
  figures jsonb;
begin
  select * into here from deal where deal_id = p_deal;
  -- as the reply would leave them: what it says of them waits
  with said as (
    select change_slot as slot, change_new as value, case when change_slot !~ '/new-' then place_row(change_slot) end as row_id,
      (select jsonb_object_agg(f ->> 'column', f -> 'value') from jsonb_array_elements(slot_values(packet_form, change_slot, change_new)) f)
        as columns
    from change join packet on packet_id = change_packet
    where change_reply = p_reply and change_entity = p_deal and change_outcome = 'held' and change_reason = 'lines-differ'),
  whole as (
    select coalesce((select (columns ->> 'deal_amount')::numeric from said where columns ? 'deal_amount'), here.deal_amount) as amount,
      coalesce((select columns ->> 'deal_currency' from said where columns ? 'deal_currency'), here.deal_currency) as currency),
  lines as (
    select coalesce((columns ->> 'deal_line_quantity')::numeric, deal_line_quantity, 1) as quantity,
      coalesce((columns ->> 'deal_line_price')::numeric, deal_line_price, 0) as price,
      coalesce((columns ->> 'deal_line_discount')::numeric, deal_line_discount, 0) as discount
    from (select * from deal_line where deal_line_deal = p_deal) l
    full join (select * from said where slot like 'row/%') s on row_id = deal_line_id where s.slot is null or s.value <> 'null')
  select jsonb_build_object('amount', concat_ws(' ', trim_scale(amount), currency), 'lines', concat_ws(' ', trim_scale(coalesce((
      select sum(round(quantity * price * (100 - discount) / 100, coalesce(currency_places(currency), 6))) from lines), 0)), currency))
  into figures from whole;
  return jsonb_build_object('figures', figures);
end $$;
comment on function deal_figures(bigint, bigint) is
  'The amount and the sum of the lines that a reply would leave a deal with: {figures: {amount, lines}}';
