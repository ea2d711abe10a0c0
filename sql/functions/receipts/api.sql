-- Receipts that intakes gave for items: noted as items are read, and what the intakes are told of them; and the items of erased people,
-- which every intake has to forget. Nothing here says whose an item is.

create or replace function note_receipts(p_receipts jsonb) returns void
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_import');
  -- the first item that names a code has it: nobody can say of another's receipt what became of an item of their own
  insert into receipt (receipt_hid, receipt_item) select r.receipt, r.item
  from jsonb_to_recordset(p_receipts) r (item bigint, receipt text) order by r.item
  on conflict do nothing;
end $$;
comment on function note_receipts(jsonb) is $$Notes the receipts of items that were read: [{item, receipt}]
@query receipts/note @call noteReceipts @param receipts @shape { item: number, receipt: string }[]$$;

create or replace function tell_receipts() returns bigint
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  told bigint;
begin
  perform must_be_login('satchel_import');
  -- as long as an intake keeps them
  delete from receipt where receipt_state in ('imported', 'refused') and receipt_said < clock_timestamp() - interval '90 days';
  -- numbers are given here alone, by the one that holds the import lock: none is seen after a higher one
  with now as (
    select receipt_id as id, receipt_word(receipt_item) as word from receipt where receipt_state is distinct from 'imported')
  update receipt set receipt_state = word, receipt_number = nextval('receipt_number'),
    receipt_said = date_trunc('second', clock_timestamp())
  from now where receipt_id = id and receipt_state is distinct from word;
  get diagnostics told = row_count;
  return told;
end $$;
comment on function tell_receipts() is $$Numbers what has to be told of receipts, where it changed; the caller holds the import lock
@query receipts/tell @call tellReceipts @column told checked$$;

create or replace function told_receipts(p_after bigint, p_limit integer)
returns table (receipt text, item text, number bigint, state text, said timestamptz)
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_import');
  return query
    select receipt_hid, item_hid, receipt_number, receipt_state, receipt_said
    from receipt join item on item_id = receipt_item
    where receipt_number > p_after and receipt_said > clock_timestamp() - interval '90 days'
    order by receipt_number limit p_limit;
end $$;
comment on function told_receipts(bigint, integer) is $$What the intakes are told of receipts, by number, a page at a time
@query receipts/told @call toldReceipts @column receipt checked @column item checked @column number checked
@column state checked @shape ReceiptWord @column said checked$$;

create or replace function items_to_forget(p_place text, p_limit integer) returns table (hash text)
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_import');
  return query select forgotten_hid from forgotten where p_place <> all (forgotten_told) order by forgotten_id limit p_limit;
end $$;
comment on function items_to_forget(text, integer) is $$Items of erased people that an intake was not told to forget yet
@query forgotten/of-intake @call itemsToForget @column hash checked$$;

create or replace function note_forgotten(p_place text, p_hashes jsonb) returns void
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_import');
  -- an address has one mark: that of the host that answers there now
  update forgotten set forgotten_told = array(select told from unnest(forgotten_told) told
      where split_part(told, '#', 1) <> split_part(p_place, '#', 1)) || p_place
  where forgotten_hid in (select jsonb_array_elements_text(p_hashes));
end $$;
comment on function note_forgotten(text, jsonb) is $$Notes that an intake was told to forget items
@query forgotten/note @call noteForgotten @param hashes @shape string[]$$;

create or replace function forgotten_waits(p_addresses jsonb) returns table (address text, count bigint, oldest timestamptz)
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  if not is_office() then
    raise exception 'what was erased is for the office' using errcode = '42501';
  end if;
  return query
    select a.value, count(*), min(forgotten_asked) from jsonb_array_elements_text(p_addresses) a (value)
    join forgotten on not exists (select from unnest(forgotten_told) told where split_part(told, '#', 1) = a.value)
    group by a.value order by a.value;
end $$;
comment on function forgotten_waits(jsonb) is $$Of the intakes at these addresses those that still have to be told to forget items of erased people
@query forgotten/waits @call forgottenWaits @param addresses @shape string[] @column address checked @column count checked
@column oldest checked$$;
