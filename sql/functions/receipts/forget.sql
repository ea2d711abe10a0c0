-- Items of an erased person: their receipts go, and every intake has to forget them. Called by erase_record.

create or replace function forget_items(p_items bigint[]) returns void
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
begin
  delete from receipt where receipt_item = any (p_items);
  -- long told by every intake there is; a stick that is older than this is emptied by hand
  delete from forgotten where cardinality(forgotten_told) > 0 and forgotten_asked < clock_timestamp() - interval '400 days';
  insert into forgotten (forgotten_hid) select item_hid from item
  where item_id = any (p_items) and item_channel not in ('mail', 'mail-text', 'folder')
  -- erased again after a restore: an intake may have been restored, too
  on conflict (forgotten_hid) do update set forgotten_told = '{}', forgotten_asked = clock_timestamp();
end $$;
comment on function forget_items(bigint[]) is 'Has every intake forget these items, and forgets their receipts';
