-- The word that the holder of a receipt is told.

create or replace function receipt_word(p_item bigint) returns text
language sql stable security definer set search_path = public, pg_temp
as $$
  select case
    when item_state = 'waiting' then 'stored'
    when item_state in ('quarantined', 'refused') then 'refused'
    -- by what became of its replies since: a person may have decided
    when item_state in ('held', 'partly-held') then coalesce((
      select case when bool_or(reply_status in ('held', 'partly-held')) then 'held'
        when bool_and(reply_status = 'refused') then 'refused' else 'imported' end
      from reply where reply_item = item_id), 'held')
    else 'imported' end
  from item where item_id = p_item
$$;
comment on function receipt_word(bigint) is 'What the holder of an item''s receipt is told: stored, imported, held or refused';
