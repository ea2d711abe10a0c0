-- What is no arrow cannot happen (docs/state-machine.md). The triggers call this only where the state changes.

create or replace function life_keep() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  was text := to_jsonb(old) ->> tg_argv[0];
  becomes text := to_jsonb(new) ->> tg_argv[0];
begin
  if not exists (select from arrow where arrow_hid = concat_ws('/', tg_table_name, was, becomes)) then
    raise exception 'a row of % does not go from % to %', tg_table_name, was, becomes
      using errcode = '23514', constraint = tg_table_name || '_life';
  end if;
  return new;
end $$;

create or replace function verify_lives() returns table (fault text, number bigint)
language sql stable security definer set search_path = public, pg_temp
as $$
  select 'a reply is not what became of its slots', reply_id from reply where reply_status <> reply_result(reply_id)
  union all
  select 'a hold that no reply stands behind', change_id from change join reply on reply_id = change_reply
  where change_outcome = 'held' and not change_taken and change_doubt is null and not coalesce(reply_apart(reply_held_reason), false)
  union all
  select 'an item with two replies', reply_item from reply where reply_item is not null group by reply_item, reply_packet
  having count(*) > 1 and bool_or(reply_held_reason is distinct from 'copies-disagree')
  union all
  select 'a reply of an item that did not end as one', reply_id from reply join item on item_id = reply_item
  where item_state not in ('imported', 'partly-held', 'held', 'refused') and not item_part
  union all
  select 'a token that was used more often than replies came', token_id from token
  where token_purpose = 'reply' and token_uses <> (select count(*) from reply where reply_packet = token_packet)
$$;
comment on function verify_lives() is 'Rows that contradict each other; no rows is good';
